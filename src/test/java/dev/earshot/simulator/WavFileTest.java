package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {

    private static final byte[] THREE_SAMPLES = {1, 0, 2, 0, (byte) 0xff, 0x7f};

    @TempDir
    private Path folder;

    @Test
    void readsTheSamplesAndTheRate() throws IOException {
        WavFile wav = WavFile.read(written(riff(format(1, 1, 16_000, 16), chunk("data", THREE_SAMPLES))));

        assertThat(wav.sampleRate()).isEqualTo(16_000);
        assertThat(wav.samples()).isEqualTo(3);
        assertThat(wav.pcm()).isEqualTo(THREE_SAMPLES);
    }

    @Test
    void passesOverOtherChunksAndTheFillingAfterAnOddOne() throws IOException {
        byte[] wav = riff(
                chunk("LIST", new byte[7]),
                format(1, 1, 24_000, 16),
                chunk("cue ", new byte[4]),
                chunk("data", THREE_SAMPLES),
                chunk("LIST", new byte[20]));

        assertThat(WavFile.read(written(wav)).pcm()).isEqualTo(THREE_SAMPLES);
    }

    @Test
    void refusesWhatIsNotAWavFile() throws IOException {
        assertRefused("no sound at all".getBytes(StandardCharsets.UTF_8), "not a WAV file");
        assertRefused(new byte[0], "not a WAV file");
    }

    @Test
    void refusesStereoOtherWidthsAndOtherEncodings() throws IOException {
        assertRefused(
                riff(format(1, 2, 16_000, 16), chunk("data", new byte[8])),
                "not mono 16-bit PCM: format 1, 2 channel(s), 16 bits, 16000 Hz");
        assertRefused(riff(format(1, 1, 16_000, 8), chunk("data", new byte[8])), "8 bits");
        assertRefused(riff(format(7, 1, 8_000, 16), chunk("data", new byte[8])), "format 7");
        assertRefused(riff(chunk("fmt ", new byte[4]), chunk("data", new byte[8])), "format of only 4 bytes");
    }

    @Test
    void refusesAFileThatWasCutShort() throws IOException {
        byte[] whole = riff(format(1, 1, 16_000, 16), chunk("data", new byte[100]));

        assertRefused(
                ByteBuffer.allocate(whole.length - 40)
                        .put(whole, 0, whole.length - 40)
                        .array(),
                "cut short: chunk 'data' has 60 of its 100 bytes");
    }

    @Test
    void refusesAudioThatIsMissingPrecedesItsFormatOrEndsInHalfASample() throws IOException {
        assertRefused(riff(format(1, 1, 16_000, 16)), "no audio in it");
        assertRefused(riff(chunk("data", THREE_SAMPLES), format(1, 1, 16_000, 16)), "audio before its format");
        assertRefused(riff(format(1, 1, 16_000, 16), chunk("data", new byte[5])), "half a sample at the end: 5 bytes");
    }

    @Test
    void cannotBeAlteredThroughTheBytesItWasMadeFromOrHasGiven() {
        byte[] pcm = THREE_SAMPLES.clone();
        WavFile wav = WavFile.of(16_000, pcm);

        pcm[0] = 99;
        wav.pcm()[0] = 99;

        assertThat(wav.pcm()).isEqualTo(THREE_SAMPLES);
    }

    private void assertRefused(byte[] content, String reason) throws IOException {
        Path file = written(content);
        assertThatThrownBy(() -> WavFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }

    private Path written(byte[] content) throws IOException {
        return Files.write(folder.resolve("speech.wav"), content);
    }

    private static byte[] riff(byte[]... chunks) {
        ByteBuffer body = littleEndian(4_096).put("WAVE".getBytes(StandardCharsets.US_ASCII));
        for (byte[] chunk : chunks) {
            body.put(chunk);
        }
        byte[] content = new byte[body.flip().remaining()];
        body.get(content);
        return littleEndian(8 + content.length)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] format(int encoding, int channels, int rate, int bits) {
        int frame = channels * bits / 8;
        return chunk(
                "fmt ",
                littleEndian(16)
                        .putShort((short) encoding)
                        .putShort((short) channels)
                        .putInt(rate)
                        .putInt(rate * frame)
                        .putShort((short) frame)
                        .putShort((short) bits)
                        .array());
    }

    private static byte[] chunk(String name, byte[] body) {
        return littleEndian(8 + body.length + body.length % 2)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(body.length)
                .put(body)
                .array();
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
