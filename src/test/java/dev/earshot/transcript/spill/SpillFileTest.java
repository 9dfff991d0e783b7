package dev.earshot.transcript.spill;

import static dev.earshot.transcript.spill.SpilledLogs.call;
import static dev.earshot.transcript.spill.SpilledLogs.flags;
import static dev.earshot.transcript.spill.SpilledLogs.summary;
import static dev.earshot.transcript.spill.SpilledLogs.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.LoggedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A log in a file")
class SpillFileTest {

    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve(SpillName.of("c", 7).text());
    }

    private SpillFile written(List<LoggedEvent> events) throws IOException {
        SpillFile file = SpillFile.create(path, call("c"), 2);
        append(file, events);
        return file;
    }

    private static void append(SpillFile file, List<LoggedEvent> events) throws IOException {
        List<LoggedEvent> next = SpillFile.following(file.lastSeq(), events);
        file.append(next, SpillFile.encoded(next));
    }

    private SpillFile reopened() throws IOException {
        return SpillFile.open(path).orElseThrow();
    }

    private static List<LoggedEvent> events(SpillFile file) throws IOException {
        return file.read(0, 0, ALL, Long.MAX_VALUE).events();
    }

    @Test
    @DisplayName("is literally this")
    void literally() throws IOException {
        SpillFile file = written(flags("c", 1, 1));
        file.sync();

        String json = "{\"v\":1,\"callId\":\"c\",\"seq\":1,\"type\":\"flagged\",\"atMs\":1,\"note\":\"nöte 1\"}";
        byte[] bytes = Files.readAllBytes(path);
        assertThat(HexFormat.of().formatHex(bytes, 0, 42))
                .isEqualTo(
                        "4541525350494c01" // EARSPIL, version 1
                                + "00000019" + "ac68b99e" + "01" // 25 bytes, CRC-32C, a call
                                + "0000000000000007" + "000001a202b2c500" + "0000000000000002" + "63");
        assertThat(new String(bytes, 42 + 9 + 8, bytes.length - 59, StandardCharsets.UTF_8))
                .isEqualTo(json);
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    @DisplayName("reads back as it was written, with whose it is, how far the store had got, and its end")
    void readsBack() throws IOException {
        List<LoggedEvent> log = whole("c", 50);
        written(log.subList(0, 30)).close();
        SpillFile again = reopened();
        append(again, log);
        again.end(summary("c", log));

        SpillFile last = reopened();
        assertThat(last.call()).isEqualTo(call("c"));
        assertThat(last.storedSeq()).isEqualTo(2);
        assertThat(last.lastSeq()).isEqualTo(50);
        assertThat(last.last()).isEqualTo(summary("c", log));
        assertThat(last.cut()).isZero();
        assertThat(last.bytes()).isEqualTo(Files.size(path));
        assertThat(events(last)).isEqualTo(log);
    }

    @Test
    @DisplayName("takes each event once and none after a hole")
    void onceAndInOrder() throws IOException {
        SpillFile file = written(flags("c", 1, 3));
        append(file, flags("c", 2, 5));
        append(file, flags("c", 7, 9));

        assertThat(file.lastSeq()).isEqualTo(5);
        assertThat(events(file)).isEqualTo(flags("c", 1, 5));
    }

    @Test
    @DisplayName("is read page by page, bounded in events and in bytes, but an event at least")
    void pages() throws IOException {
        SpillFile file = written(flags("c", 1, 10));

        SpillFile.Page first = file.read(0, 2, 3, Long.MAX_VALUE);
        assertThat(first.events()).isEqualTo(flags("c", 3, 5));
        assertThat(file.read(first.next(), 5, ALL, Long.MAX_VALUE).events()).isEqualTo(flags("c", 6, 10));
        assertThat(file.read(first.next(), 5, ALL, 1).events()).isEqualTo(flags("c", 6, 6));
        assertThat(file.read(0, 10, ALL, Long.MAX_VALUE).events()).isEmpty();
    }

    @ParameterizedTest(name = "seed = {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("loses no whole record where its end is torn off at any byte, and goes on from there")
    void torn(long seed) throws IOException {
        List<LoggedEvent> log = flags("c", 1, 20);
        written(log).close();
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            int length = 42 + random.nextInt(whole.length - 42);
            Files.write(path, Arrays.copyOf(whole, length));

            SpillFile torn = reopened();

            List<LoggedEvent> left = events(torn);
            assertThat(left).isEqualTo(log.subList(0, left.size()));
            assertThat(torn.bytes() + torn.cut()).isEqualTo(length);
            assertThat(Files.size(path)).isEqualTo(torn.bytes());
            append(torn, log);
            assertThat(events(torn)).isEqualTo(log);
            torn.close();
        }
    }

    @ParameterizedTest(name = "seed = {0}")
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("gives nothing that was not written where any byte of it is another")
    void rotten(long seed) throws IOException {
        List<LoggedEvent> log = flags("c", 1, 20);
        written(log).close();
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            byte[] rotten = whole.clone();
            rotten[random.nextInt(rotten.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(path, rotten);

            List<LoggedEvent> left =
                    SpillFile.open(path).map(SpillFileTest::quietly).orElse(List.of());

            assertThat(left).isEqualTo(log.subList(0, left.size()));
        }
    }

    private static List<LoggedEvent> quietly(SpillFile file) {
        try (file) {
            return events(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("is none where it begins otherwise, is of another version, or holds a length beyond all reason")
    void foreign() throws IOException {
        for (String hex : List.of("", "4541", "4541525350494c02", "4541525350494c017fffffff", "2d2d2d2d2d2d2d2d2d2d")) {
            Files.write(
                    path,
                    HexFormat.of().parseHex(hex),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(SpillFile.open(path)).as(hex).isEmpty();
        }
    }
}
