package dev.earshot.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.call.CallSetup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A recording's file")
class RecordingTest {

    private static final Head HEAD = Head.of(
            "c-1",
            Instant.parse("2026-01-02T03:04:05.000000006Z"),
            7,
            true,
            new CallSetup(Map.of("8:acs:a", "agent"), null),
            new RecordedSettings("{}", Map.of("p.yaml", "kinds:\n")));

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is read as it was written")
    void readAsWritten() throws IOException {
        Recording read = read(whole());

        assertThat(read.cut()).isNull();
        assertThat(read.head()).isEqualTo(HEAD);
        assertThat(read.head().began()).isEqualTo(Instant.parse("2026-01-02T03:04:05.000000006Z"));
        assertThat(read.records())
                .extracting(Recording.Entry::kind)
                .containsExactly(RecordKind.HEAD, RecordKind.MEDIA, RecordKind.SESSION_SENT, RecordKind.END);
        RecordReader media = read.records().get(1).fields();
        assertThat(media.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(media.whole()).isEqualTo(128);
        assertThat(media.bytes()).containsExactly(1, 2, 3);
        RecordReader sent = read.records().get(2).fields();
        assertThat(sent.flag()).isTrue();
        assertThat(sent.text()).isEqualTo("{\"a\":\"ä\"}");
    }

    @Test
    @DisplayName("has the bytes that its page says")
    void bytes() {
        byte[] end = RecordingFormat.framed(new RecordWriter(RecordKind.END).done());

        assertThat(RecordingFormat.head()).containsExactly('E', 'A', 'R', 'S', 'H', 'O', 'T', 'R', 0, 1);
        assertThat(Arrays.copyOf(end, 5)).containsExactly(0, 0, 0, 1, 60);
        assertThat(end).hasSize(9);
        assertThat(new RecordWriter(RecordKind.SESSION_CLOSED).number(300).done())
                .containsExactly(33, 0xac, 0x02);
    }

    @Test
    @DisplayName("is never taken for whole when a byte of it is another")
    void damaged() throws IOException {
        byte[] whole = whole();
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            try {
                assertThat(read(damaged).cut()).as("byte %d", at).isNotNull();
            } catch (BrokenRecording told) {
                assertThat(told.getMessage()).as("byte %d", at).contains("recording.earshot");
            }
        }
    }

    @Test
    @DisplayName("is read as far as it goes where it ends too early, and says so")
    void torn() throws IOException {
        byte[] whole = whole();
        int head = RecordingFormat.HEAD_BYTES + framed(new RecordWriter(RecordKind.HEAD).text(HEAD.json())).length;
        for (int length = head; length < whole.length; length++) {
            Recording read = read(Arrays.copyOf(whole, length));
            assertThat(read.cut()).as("%d bytes", length).isIn("its end is missing", "its last record is torn");
        }
        for (int length = 0; length < head; length++) {
            int bytes = length;
            assertThatThrownBy(() -> read(Arrays.copyOf(whole, bytes)))
                    .as("%d bytes", bytes)
                    .isInstanceOf(BrokenRecording.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            null
            [
            {"callId":"c-1"}
            {"callId":"../c","startedAt":"2026-01-02T03:04:05Z","settings":"{}","speakers":{},"playbooks":{}}
            {"callId":"c-1","startedAt":"yesterday","settings":"{}","speakers":{},"playbooks":{}}
            {"callId":"c-1","startedAt":"2026-01-02T03:04:05Z","speakers":{},"playbooks":{}}
            {"callId":"c-1","startedAt":"2026-01-02T03:04:05Z","settings":"{}","speakers":{},"playbooks":{"../p.yaml":""}}
            {"callId":"c-1","startedAt":"2026-01-02T03:04:05Z","settings":"{}","speakers":{},"playbooks":{"/":""}}
            """)
    @DisplayName("does not say whose call it is where its head makes no sense")
    void senselessHead(String json) {
        assertThatThrownBy(() -> Head.read(json))
                .isInstanceOf(BrokenRecording.class)
                .hasMessage("the recording's head cannot be read");
    }

    @Test
    @DisplayName("has no number that goes beyond its field")
    void beyond() {
        RecordReader fields = new RecordReader(
                new RecordWriter(RecordKind.SESSION_CLOSED).number(1L << 31).done());
        assertThatThrownBy(fields::whole).isInstanceOf(BrokenRecording.class);
    }

    @Test
    @DisplayName("of another version is not read, and both versions are named")
    void otherVersion() throws IOException {
        byte[] other = whole();
        other[9] = 2;
        assertThatThrownBy(() -> read(other)).hasMessageContaining("version 2").hasMessageContaining("reads 1");
    }

    private Recording read(byte[] bytes) throws IOException {
        return Recording.read(Files.write(folder.resolve("recording.earshot"), bytes));
    }

    private static byte[] whole() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(RecordingFormat.head());
        file.write(framed(new RecordWriter(RecordKind.HEAD).text(HEAD.json())));
        file.write(framed(new RecordWriter(RecordKind.MEDIA)
                .number(Long.MAX_VALUE)
                .number(128)
                .bytes(new byte[] {1, 2, 3, 4}, 3)));
        file.write(framed(new RecordWriter(RecordKind.SESSION_SENT).flag(true).text("{\"a\":\"ä\"}")));
        file.write(framed(new RecordWriter(RecordKind.END)));
        return file.toByteArray();
    }

    private static byte[] framed(RecordWriter record) {
        return RecordingFormat.framed(record.done());
    }
}
