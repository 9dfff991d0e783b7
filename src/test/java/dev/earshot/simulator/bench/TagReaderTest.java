package dev.earshot.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.Pcm16;
import dev.earshot.audio.PolyphaseResampler;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A frame's tag")
class TagReaderTest {
    private static final int FRAME_24K = 480;
    private static final int RATE_24K = 24_000;

    private final Random random = new Random(7);
    private final Heard heard = new Heard();

    @Test
    @DisplayName("survives the resampler, whatever the cutting into appends")
    void survives() {
        int[] tags = random.ints(2_000).map(TagReaderTest::anyTag).toArray();

        readInPieces(new TagReader(RATE_24K, heard), resampled(frames(tags)), 4_800);

        assertThat(heard.tags).containsExactlyElementsOf(list(tags));
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    @DisplayName("survives the steepest steps that there are")
    void steepest() {
        int[] tags = IntStream.range(0, 1 << 26)
                .map(content -> FrameTag.of(content >>> 13, content))
                .filter(tag -> (tag & 0xf0f0f0f0) == 0x00f000f0 || (tag & 0xf0f0f0f0) == 0xf000f000)
                .limit(200)
                .toArray();
        byte[] pcm = resampled(frames(tags));

        new TagReader(RATE_24K, heard).read(pcm, pcm.length / Pcm16.BYTES);

        assertThat(tags).hasSize(200);
        assertThat(heard.tags).containsExactlyElementsOf(list(tags));
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    @DisplayName("is known with the last of its own frame's samples that a filter of 2 ms lets through")
    void inItsOwnFrame() {
        byte[] pcm = resampled(frames(FrameTag.of(1, 0), FrameTag.of(1, 1), FrameTag.of(1, 2)));
        TagReader reader = new TagReader(RATE_24K, heard);

        for (int frame = 0; frame < 3; frame++) {
            int from = frame * FRAME_24K * Pcm16.BYTES;
            reader.read(Arrays.copyOfRange(pcm, from, from + FRAME_24K * Pcm16.BYTES), FRAME_24K);
            assertThat(heard.tags).hasSize(frame + 1);
        }
    }

    @Test
    @DisplayName("is found from any sample of the stream on")
    void anyBeginning() {
        int[] tags = IntStream.range(0, 5).map(i -> FrameTag.of(77, i)).toArray();
        byte[] pcm = frames(tags);
        for (int missing = 1; missing < FrameTag.SAMPLES; missing++) {
            Heard each = new Heard();
            byte[] rest = resampled(Arrays.copyOfRange(pcm, missing * Pcm16.BYTES, pcm.length));

            new TagReader(RATE_24K, each).read(rest, rest.length / Pcm16.BYTES);

            assertThat(each.tags).as("without %d samples", missing).endsWith(tags[1], tags[2], tags[3], tags[4]);
            assertThat(each.troubles).as("without %d samples", missing).isEmpty();
        }
    }

    @Test
    @DisplayName("is read as it was sent, too, at 16 kHz")
    void notResampled() {
        int[] tags = random.ints(500).map(TagReaderTest::anyTag).toArray();

        readInPieces(new TagReader(FrameTag.RATE, heard), frames(tags), 1_000);

        assertThat(heard.tags).containsExactlyElementsOf(list(tags));
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    @DisplayName("shows by its place that samples are missing, and the next are found again")
    void slip() {
        int[] tags = IntStream.range(0, 6).map(i -> FrameTag.of(3, i)).toArray();
        byte[] pcm = resampled(frames(tags));
        int cut = 2 * FRAME_24K * Pcm16.BYTES + 400;
        ByteArrayOutputStream cutOut = new ByteArrayOutputStream();
        cutOut.write(pcm, 0, cut);
        cutOut.write(pcm, cut + 200, pcm.length - cut - 200);

        new TagReader(RATE_24K, heard).read(cutOut.toByteArray(), cutOut.size() / Pcm16.BYTES);

        assertThat(heard.tags).startsWith(tags[0], tags[1]).endsWith(tags[4], tags[5]);
        assertThat(heard.troubles).contains("slip");
    }

    @Test
    @DisplayName("is not made up from silence")
    void silence() {
        new TagReader(RATE_24K, heard).read(new byte[48_000], RATE_24K);

        assertThat(heard.tags).isEmpty();
    }

    @Test
    @DisplayName("is refused where its check does not fit")
    void check() {
        int tag = FrameTag.of(4_999, 8_191);

        assertThat(FrameTag.valid(tag)).isTrue();
        assertThat(FrameTag.valid(tag ^ 1)).isFalse();
        assertThat(FrameTag.call(tag)).isEqualTo(4_999);
        assertThat(FrameTag.frame(tag)).isEqualTo(8_191);
    }

    private static int anyTag(int bits) {
        return FrameTag.of(bits & 0x1fff, bits >>> 13);
    }

    private static List<Integer> list(int[] tags) {
        return Arrays.stream(tags).boxed().toList();
    }

    private static byte[] frames(int... tags) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] frame = new byte[FrameTag.BYTES];
        for (int tag : tags) {
            FrameTag.write(tag, frame);
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static byte[] resampled(byte[] pcm) {
        byte[] out = new byte[PolyphaseResampler.maxOutputBytes(pcm.length)];
        int written = new PolyphaseResampler().resample(pcm, 0, pcm.length, out, 0);
        return Arrays.copyOf(out, written);
    }

    private void readInPieces(TagReader reader, byte[] pcm, int maxSamples) {
        int at = 0;
        while (at < pcm.length) {
            int end = Math.min(pcm.length, at + (1 + random.nextInt(maxSamples)) * Pcm16.BYTES);
            reader.read(Arrays.copyOfRange(pcm, at, end), (end - at) / Pcm16.BYTES);
            at = end;
        }
    }

    private static final class Heard implements TagReader.Listener {
        private final List<Integer> tags = new ArrayList<>();
        private final List<String> troubles = new ArrayList<>();

        @Override
        public void onTag(int tag) {
            tags.add(tag);
        }

        @Override
        public void onUnreadable() {
            troubles.add("unreadable");
        }

        @Override
        public void onSlip() {
            troubles.add("slip");
        }
    }
}
