package dev.earshot.transcript.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallEvent.AudioGap;
import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.CallStarted;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.CallEvent.HintWithdrawn;
import dev.earshot.transcript.CallEvent.TrackJoined;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.LoggedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A transcript to take away")
class TranscriptFormatTest {

    /** Out of order as it was said, hostile as words can be, and with all that a transcript tells of. */
    private static final List<LoggedEvent> LOG = log(
            new CallStarted(Instant.parse("2026-01-01T10:00:00Z")),
            new TrackJoined("t1", "8:acs:a", "agent", 16_000, 0),
            new TrackJoined("t2", "8:acs:b", "candidate", 16_000, 0),
            UtteranceFinal.understood("t2", "t2-u1", 3_661_050, 3_663_200, "I <b>have</b> 3 & more --> offers."),
            UtteranceFinal.understood("t1", "t1-u1", 1_200, 3_000, "Hello.\nWie geht\u2019s? \u4f60\u597d\u2028x"),
            new AudioGap("t2", 16_500, 16_900, 6_400, "notReceived"),
            UtteranceFinal.notUnderstood("t2", "t2-u2", 20_000, 20_000, "transcriptionTimeout"),
            new HintWithdrawn("t2", "h1", "t2-u1", "superseded"),
            new Flagged("Come back\n\nto this"),
            new CallEnded("hungUp", 3_700_000, new LedgerSnapshot("c-1", List.of())));

    @Test
    @DisplayName("is WebVTT, a voice for each speaker, with nothing in it that a player could take for markup")
    void vtt() {
        assertThat(written(TranscriptFormat.VTT))
                .isEqualTo(
                        """
                        WEBVTT

                        NOTE
                        Call c-1, started 2026-01-01T10:00:00Z

                        t1-u1
                        00:00:01.200 --> 00:00:03.000
                        <v agent>Hello. Wie geht\u2019s? \u4f60\u597d x

                        NOTE
                        Flagged at 00:00:09: Come back to this

                        00:00:16.500 --> 00:00:16.900
                        [0.4 s of candidate not received]

                        t2-u2
                        00:00:20.000 --> 00:00:20.001
                        <v candidate>[not understood: transcriptionTimeout]

                        t2-u1
                        01:01:01.050 --> 01:01:03.200
                        <v candidate>I &lt;b&gt;have&lt;/b&gt; 3 &amp; more --&gt; offers.
                        """);
    }

    @Test
    @DisplayName("is SubRip, numbered without a hole")
    void srt() {
        assertThat(written(TranscriptFormat.SRT))
                .isEqualTo(
                        """
                        1
                        00:00:01,200 --> 00:00:03,000
                        agent: Hello. Wie geht\u2019s? \u4f60\u597d x

                        2
                        00:00:09,000 --> 00:00:10,000
                        [flagged: Come back to this]

                        3
                        00:00:16,500 --> 00:00:16,900
                        [0.4 s of candidate not received]

                        4
                        00:00:20,000 --> 00:00:20,001
                        candidate: [not understood: transcriptionTimeout]

                        5
                        01:01:01,050 --> 01:01:03,200
                        candidate: I <b>have</b> 3 & more --> offers.
                        """);
    }

    @Test
    @DisplayName("is text, a line an entry")
    void txt() {
        assertThat(written(TranscriptFormat.TXT))
                .isEqualTo(
                        """
                        Call c-1, started 2026-01-01T10:00:00Z, lasted 01:01:40

                        00:00:01  agent: Hello. Wie geht\u2019s? \u4f60\u597d x
                        00:00:09  [flagged: Come back to this]
                        00:00:16  [0.4 s of candidate not received]
                        00:00:20  candidate: [not understood: transcriptionTimeout]
                        01:01:01  candidate: I <b>have</b> 3 & more --> offers.
                        """);
    }

    @Test
    @DisplayName("is JSON, an object with an entry a line")
    void json() {
        assertThat(written(TranscriptFormat.JSON))
                .isEqualTo(
                        """
                        {"v":1,"callId":"c-1","state":"ended","startedAt":"2026-01-01T10:00:00Z","durationMs":3700000,\
                        "speakers":{"t1":"agent","t2":"candidate"},"entries":[
                        {"type":"speech","utterance":"t1-u1","track":"t1","speaker":"agent","startMs":1200,"endMs":3000,\
                        "text":"Hello. Wie geht\u2019s? \u4f60\u597d x","understood":true},
                        {"type":"flag","startMs":9000,"note":"Come back to this"},
                        {"type":"gap","track":"t2","speaker":"candidate","startMs":16500,"endMs":16900},
                        {"type":"speech","utterance":"t2-u2","track":"t2","speaker":"candidate","startMs":20000,\
                        "endMs":20000,"text":"","understood":false,"cause":"transcriptionTimeout"},
                        {"type":"speech","utterance":"t2-u1","track":"t2","speaker":"candidate","startMs":3661050,\
                        "endMs":3663200,"text":"I <b>have</b> 3 & more --> offers.","understood":true}
                        ]}
                        """);
    }

    @Test
    @DisplayName("of a call that goes on says so, and of one that nobody has spoken in is whole")
    void live() {
        List<LoggedEvent> begun = LOG.subList(0, 1);
        assertThat(written(TranscriptFormat.TXT, begun))
                .isEqualTo("Call c-1, started 2026-01-01T10:00:00Z, so far 00:00:01\n\n");
        assertThat(written(TranscriptFormat.JSON, begun))
                .contains("\"state\":\"live\"")
                .endsWith("\"entries\":[\n]}\n");
        assertThat(written(TranscriptFormat.SRT, begun)).isEmpty();
    }

    /** One event a second, from 1 s on. */
    private static List<LoggedEvent> log(CallEvent.Durable... events) {
        List<LoggedEvent> log = new ArrayList<>();
        for (CallEvent.Durable event : events) {
            log.add(LoggedEvent.of("c-1", log.size() + 1, (log.size() + 1) * 1_000L, event));
        }
        return log;
    }

    private static String written(TranscriptFormat format) {
        return written(format, LOG);
    }

    private static String written(TranscriptFormat format, List<LoggedEvent> log) {
        TranscriptOutline outline = new TranscriptOutline("c-1");
        log.forEach(outline::read);
        TranscriptText text = format.text(outline);
        StringBuilder all = new StringBuilder(text.begin());
        log.forEach(event -> all.append(text.next(event)));
        return all.append(text.end()).toString();
    }
}
