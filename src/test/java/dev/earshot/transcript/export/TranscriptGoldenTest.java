package dev.earshot.transcript.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent.CallStarted;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import dev.earshot.transcript.CallEventJson;
import dev.earshot.transcript.LoggedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A transcript that is written while its log is read")
class TranscriptGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/transcripts");

    /** Late and corrected speakers, tracks nobody knows, gaps, markup, controls, more than an hour, an event of tomorrow. */
    @ParameterizedTest
    @EnumSource(TranscriptFormat.class)
    @DisplayName("is what it was, to the byte")
    void golden(TranscriptFormat format) throws IOException {
        List<LoggedEvent> log;
        try (Stream<String> lines = Files.lines(GOLDEN.resolve("log.jsonl"))) {
            log = lines.flatMap(line -> CallEventJson.read(line).stream()).toList();
        }

        assertThat(written(format, log, new Peak()).getBytes(StandardCharsets.UTF_8))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(Files.readString(GOLDEN.resolve("transcript." + format.extension())));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("has its entries in the order in which they began, whatever the order of the log")
    void ordered(long seed) {
        List<LoggedEvent> log = disordered(seed, 2_000);
        String expected = log.stream()
                .filter(logged -> logged.event() instanceof UtteranceFinal)
                .sorted(Comparator.comparingLong(logged -> ((UtteranceFinal) logged.event()).startMs()))
                .map(logged -> ((UtteranceFinal) logged.event()).text())
                .reduce("", (all, text) -> all + text + "\n");

        String text = written(TranscriptFormat.TXT, log, new Peak());

        assertThat(text.lines()
                        .skip(2)
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .reduce("", (all, line) -> all + line + "\n"))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("holds no more of a long call than of a short one")
    void bounded() {
        Peak ofShort = new Peak();
        Peak ofLong = new Peak();
        written(TranscriptFormat.VTT, disordered(7, 1_000), ofShort);
        written(TranscriptFormat.VTT, disordered(7, 100_000), ofLong);

        assertThat(ofLong.entries).isLessThanOrEqualTo(2 * ofShort.entries).isLessThan(40);
    }

    @Test
    @DisplayName("leaves out what was logged after it was begun")
    void grows() {
        List<LoggedEvent> log = disordered(1, 10);
        TranscriptOutline outline = new TranscriptOutline("c");
        log.subList(0, 5).forEach(outline::read);
        TranscriptText text = TranscriptFormat.TXT.text(outline);
        StringBuilder all = new StringBuilder(text.begin());
        log.forEach(event -> all.append(text.next(event)));
        assertThat(all.append(text.end()).toString())
                .isEqualTo(written(TranscriptFormat.TXT, log.subList(0, 5), new Peak()));
    }

    /** An utterance every second, each of which may have begun up to ten seconds before the one before it. */
    private static List<LoggedEvent> disordered(long seed, int utterances) {
        Random random = new Random(seed);
        List<LoggedEvent> log = new ArrayList<>();
        log.add(LoggedEvent.of("c", 1, 0, new CallStarted(Instant.EPOCH)));
        for (int i = 1; i <= utterances; i++) {
            long start = Math.max(0, i * 1_000L - random.nextInt(10) * 1_000L);
            log.add(LoggedEvent.of(
                    "c",
                    i + 1L,
                    i * 1_000L,
                    UtteranceFinal.understood("t1", "u" + i, start, start + 500, "said " + i)));
        }
        return log;
    }

    private static final class Peak {
        private int entries;
    }

    private static String written(TranscriptFormat format, List<LoggedEvent> log, Peak peak) {
        TranscriptOutline outline = new TranscriptOutline(log.get(0).callId());
        log.forEach(outline::read);
        TranscriptText text = format.text(outline);
        StringBuilder all = new StringBuilder(text.begin());
        for (LoggedEvent event : log) {
            all.append(text.next(event));
            peak.entries = Math.max(peak.entries, text.waiting());
        }
        return all.append(text.end()).toString();
    }
}
