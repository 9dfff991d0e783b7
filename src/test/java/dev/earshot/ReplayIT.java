package dev.earshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay as a process of its own: its words and its exit status. */
@DisplayName("A replay")
class ReplayIT {

    private static final byte LOGGED = 50;

    @TempDir
    private Path folder;

    /** @param output standard output and standard error */
    private record Run(int status, String output) {}

    @Test
    @DisplayName("says that the log is the recorded one, writes both, and exits with 0")
    void same() throws Exception {
        Run run = replay(ReplayTest.SHIPPED.toString(), "--out", folder.toString());

        assertThat(run.output()).startsWith("The log is the recorded one: ");
        assertThat(run.status()).isZero();
        assertThat(folder.resolve("replayed.jsonl")).hasSameBinaryContentAs(folder.resolve("recorded.jsonl"));
        assertThat(Files.readAllLines(folder.resolve("replayed.jsonl"))).hasSizeGreaterThan(10);
    }

    @Test
    @DisplayName("prints the first event that is another, as it was and as it is, and exits with 1")
    void different() throws Exception {
        byte[] file = Files.readAllBytes(ReplayTest.SHIPPED);
        Run run = replay(
                written(withOtherLog(file, "mediaEnded", "\u001b[2J faded")).toString());

        assertThat(run.output()).contains("the log differs at entry ");
        assertThat(run.output()).containsSubsequence("recorded: ", "\\u001b[2J faded", "replayed: ", "mediaEnded");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    @DisplayName("of a recording that was cut says so, and is of what is there")
    void cut() throws Exception {
        byte[] file = Files.readAllBytes(ReplayTest.SHIPPED);
        Run run = replay(written(Arrays.copyOf(file, file.length * 2 / 3)).toString());

        assertThat(run.output())
                .startsWith("The recording is not whole: its last record is torn. What is there happens again.")
                .contains("The log is the recorded one: ");
        assertThat(run.status()).isZero();
    }

    @Test
    @DisplayName("of a recording with another byte names where it is, and exits with 2")
    void damaged() throws Exception {
        byte[] file = Files.readAllBytes(ReplayTest.SHIPPED);
        file[file.length / 2] ^= 1;
        Run run = replay(written(file).toString());

        assertThat(run.output()).startsWith("replay: ").contains("is damaged at byte ");
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    @DisplayName("of nothing, or with options that are none, says what is wrong, and exits with 2")
    void wrongOptions() throws Exception {
        assertThat(replay()).isEqualTo(new Run(2, "replay: a recording is needed; --help says more\n"));
        assertThat(replay("nowhere")).isEqualTo(new Run(2, "replay: there is no nowhere\n"));
        assertThat(replay("x", "--speed", "0").output()).contains("--speed is 0; allowed: more than 0");
        assertThat(replay("--help").output()).startsWith("replay FILE [--fast");
    }

    private Path written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("altered.earshot"), bytes);
    }

    /** The same recording with another word in its log, as long as the first, and whole. */
    private static byte[] withOtherLog(byte[] file, String word, String other) {
        ByteBuffer records = ByteBuffer.wrap(file).position(10);
        while (records.hasRemaining()) {
            int at = records.position();
            int length = records.getInt();
            if (records.get(at + 4) == LOGGED) {
                byte[] altered = new String(file, at + 4, length, ISO_8859_1)
                        .replace(word, other)
                        .getBytes(ISO_8859_1);
                if (altered.length == length) {
                    System.arraycopy(altered, 0, file, at + 4, length);
                }
                CRC32C crc = new CRC32C();
                crc.update(file, at, 4 + length);
                records.putInt(at + 4 + length, (int) crc.getValue());
            }
            records.position(at + 8 + length);
        }
        return file;
    }

    private static Run replay(String... args) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.earshot.Replay"),
                        Stream.of(args))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Run(process.exitValue(), output);
    }
}
