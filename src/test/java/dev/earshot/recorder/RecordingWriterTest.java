package dev.earshot.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The recorder's writer")
class RecordingWriterTest {

    private static final byte[] HEAD =
            new RecordWriter(RecordKind.HEAD).text("{}").done();
    private static final byte[] KILOBYTE = new RecordWriter(RecordKind.MEDIA)
            .number(0)
            .number(1)
            .bytes(new byte[1_000], 1_000)
            .done();

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    @DisplayName("makes a file a call, for its owner alone")
    void ownersAlone() throws IOException {
        Path in = folder.resolve("new");
        Recordings recordings = new Recordings(in, 1 << 20);
        Path file = recordings.file("a.b~c-d_e", Instant.ofEpochMilli(17));
        try (RecordingWriter writer = writer(recordings, 100, 1 << 20)) {
            record(writer, recordings, "a.b~c-d_e", 17, 1);
        }

        assertThat(file).hasFileName("17-a.b~c-d_e.earshot").exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(in)))
                .isEqualTo("rwx------");
        assertThat(Recording.read(file).records()).hasSize(3);
    }

    @Test
    @DisplayName(
            "ends a recording that it cannot keep up with, says so in it, counts it once, and leaves the others alone")
    void overflow() throws Exception {
        Recordings recordings = new Recordings(folder, 1 << 20);
        try (RecordingWriter writer = writer(recordings, 10, 1 << 20)) {
            CountDownLatch disk = held(writer);
            OpenRecording busy = open(writer, recordings, "busy", 1);
            busy.put(HEAD);
            for (int i = 0; i < 100; i++) {
                busy.put(KILOBYTE);
            }
            disk.countDown();
            held(writer).countDown();
            busy.put(KILOBYTE);
            busy.end();
            record(writer, recordings, "calm", 2, 3);
        }

        Recording cut = Recording.read(folder.resolve("1-busy.earshot"));
        assertThat(cut.cut()).isEqualTo("the recorder could not keep up");
        assertThat(cut.records()).hasSize(11);
        assertThat(Recording.read(folder.resolve("2-calm.earshot")).cut()).isNull();
        assertThat(givenUp("overflow")).isEqualTo(1);
    }

    @Test
    @DisplayName("lets the oldest recordings make room for the newest, but none that is being made")
    void room() throws IOException {
        Recordings recordings = new Recordings(folder, 12_000);
        try (RecordingWriter writer = writer(recordings, 1_000, 1 << 20)) {
            record(writer, recordings, "old", 1, 5);
            record(writer, recordings, "newer", 2, 4);
            record(writer, recordings, "newest", 3, 5);
            record(writer, recordings, "endless", 4, 20);
        }

        assertThat(files()).containsExactly("4-endless.earshot");
        assertThat(Recording.read(folder.resolve("4-endless.earshot")).cut()).isEqualTo("there was no room for more");
        assertThat(givenUp("noRoom")).isEqualTo(1);
        assertThat(Files.size(folder.resolve("4-endless.earshot"))).isLessThan(12_100);
    }

    @Test
    @DisplayName("goes on by what is there when it starts again")
    void startedAgain() throws IOException {
        Recordings before = new Recordings(folder, 12_000);
        try (RecordingWriter writer = writer(before, 1_000, 1 << 20)) {
            record(writer, before, "old", 1, 8);
        }
        Files.writeString(folder.resolve("notes.txt"), "not a recording");
        Recordings after = new Recordings(folder, 12_000);
        try (RecordingWriter writer = writer(after, 1_000, 1 << 20)) {
            record(writer, after, "new", 2, 8);
        }

        assertThat(files()).containsExactly("2-new.earshot", "notes.txt");
    }

    @Test
    @DisplayName("deletes what there is of a call, also what is being written, and nothing of another")
    void erase() throws IOException {
        Recordings recordings = new Recordings(folder, 1 << 20);
        try (RecordingWriter writer = writer(recordings, 1_000, 1 << 20)) {
            record(writer, recordings, "c", 1, 2);
            record(writer, recordings, "b-c", 2, 2);
            OpenRecording living = open(writer, recordings, "c", 3);
            living.put(HEAD);
            writer.then(() -> {
                assertThat(calls(recordings)).containsExactlyInAnyOrder("c", "b-c");
                writer.closeAll("c");
                assertThat(erased(recordings)).isEqualTo(2);
            });
            living.put(KILOBYTE);
            living.end();
        }

        assertThat(files()).containsExactly("2-b-c.earshot");
    }

    @Test
    @DisplayName("has no more in memory than it may, also after it has refused a lot")
    void bounded() throws Exception {
        Recordings recordings = new Recordings(folder, 1 << 20);
        try (RecordingWriter writer = writer(recordings, 5, 2_500)) {
            CountDownLatch disk = held(writer);
            OpenRecording first = open(writer, recordings, "first", 1);
            for (int i = 0; i < 5; i++) {
                assertThat(writer.offer(first, HEAD)).isTrue();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(writer.offer(first, KILOBYTE)).isFalse();
            }
            disk.countDown();

            disk = held(writer);
            OpenRecording second = open(writer, recordings, "second", 2);
            assertThat(writer.offer(second, KILOBYTE)).isTrue();
            assertThat(writer.offer(second, KILOBYTE)).isTrue();
            assertThat(writer.offer(second, KILOBYTE)).isFalse();
            disk.countDown();
        }
    }

    /** Writes nothing of what is offered from now on until the latch is down; what was offered before is written. */
    private static CountDownLatch held(RecordingWriter writer) {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch disk = new CountDownLatch(1);
        writer.then(() -> {
            reached.countDown();
            await(disk);
        });
        await(reached);
        return disk;
    }

    @Test
    @DisplayName("begins no file anew for what a thread offered while another ended the recording, erased or not")
    void late() throws IOException {
        Recordings recordings = new Recordings(folder, 1 << 20);
        try (RecordingWriter writer = writer(recordings, 100, 1 << 20)) {
            OpenRecording kept = open(writer, recordings, "kept", 1);
            kept.put(HEAD);
            kept.end();
            writer.offer(kept, KILOBYTE);
            OpenRecording gone = open(writer, recordings, "c", 2);
            gone.put(HEAD);
            gone.end();
            writer.then(() -> erased(recordings));
            writer.offer(gone, KILOBYTE);
        }

        assertThat(files()).containsExactly("1-kept.earshot");
        assertThat(Recording.read(folder.resolve("1-kept.earshot")).cut()).isNull();
        assertThat(meters.find("earshot.recorder.given.up").counters()).isEmpty();
    }

    @Test
    @DisplayName(
            "has room again where recordings are deleted by hand, and is not held up by names that are none of its own")
    void byHand() throws IOException {
        for (String none : List.of("9999999999999999999-x.earshot", "9999999999999999999-y.earshot")) {
            Files.createFile(folder.resolve(none));
        }
        Recordings recordings = new Recordings(folder, 12_000);
        try (RecordingWriter writer = writer(recordings, 1_000, 1 << 20)) {
            record(writer, recordings, "deleted", 1, 9);
            writer.then(() -> assertThat(recordings
                            .file("deleted", Instant.ofEpochMilli(1))
                            .toFile()
                            .delete())
                    .isTrue());
            record(writer, recordings, "a", 2, 4);
            record(writer, recordings, "b", 3, 5);
        }

        assertThat(files()).startsWith("2-a.earshot", "3-b.earshot").hasSize(4);
    }

    private static Set<String> calls(Recordings recordings) {
        try {
            return recordings.callIds();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int erased(Recordings recordings) {
        try {
            return recordings.erase("c");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RecordingWriter writer(Recordings recordings, int items, long bytes) {
        return new RecordingWriter(recordings, new RecorderSettings(folder, 0, items, bytes), meters);
    }

    private static OpenRecording open(RecordingWriter writer, Recordings recordings, String callId, long began) {
        return new OpenRecording(callId, recordings.file(callId, Instant.ofEpochMilli(began)), writer);
    }

    private static void record(
            RecordingWriter writer, Recordings recordings, String callId, long began, int kilobytes) {
        OpenRecording recording = open(writer, recordings, callId, began);
        recording.put(HEAD);
        for (int i = 0; i < kilobytes; i++) {
            recording.put(KILOBYTE);
        }
        recording.end();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double givenUp(String cause) {
        return meters.get("earshot.recorder.given.up")
                .tag("cause", cause)
                .counter()
                .count();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
