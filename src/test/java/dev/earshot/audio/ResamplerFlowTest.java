package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ResamplerFlowTest {

    private static final ActorTestKit KIT = ActorTestKit.create("resampler-flow");

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void resamplesAStreamAndFlushesWhenItCompletes() {
        byte[] input = GoldenVector.named("speech").input();

        ByteString resampled = joined(run(frames(input, 640), ResamplerFlow.between(16_000, 24_000)));

        assertThat(resampled.toArray()).isEqualTo(resampledWhole(input));
    }

    @Test
    void givesTheSameBytesForElementsOfAnySize() {
        byte[] input = GoldenVector.named("noise").input();
        Flow<ByteString, ByteString, NotUsed> flow = ResamplerFlow.between(16_000, 24_000);

        assertThat(joined(run(frames(input, 333), flow))).isEqualTo(joined(run(frames(input, 6_400), flow)));
    }

    @Test
    void givesNoElementWhereNoOutputIsComplete() {
        List<ByteString> input = List.of(ByteString.emptyByteString(), ByteString.fromArray(new byte[2]));

        List<ByteString> resampled = run(input, ResamplerFlow.between(16_000, 24_000));

        assertThat(resampled).singleElement().satisfies(tail -> assertThat(tail.size())
                .isEqualTo(2 * (2 + PolyphaseResampler.DELAY_OUTPUT_SAMPLES)));
    }

    @Test
    void givesNothingForAnEmptyStream() {
        assertThat(run(List.of(), ResamplerFlow.between(16_000, 24_000))).isEmpty();
    }

    @Test
    void doesNotReuseTheMemoryOfAnElementItHasGiven() {
        byte[] input = GoldenVector.named("tones").input();

        List<ByteString> all = run(frames(input, 640), ResamplerFlow.between(16_000, 24_000));

        assertThat(all.get(1)).isNotEqualTo(all.get(2));
    }

    @Test
    void startsEveryMaterializationAfresh() {
        byte[] input = GoldenVector.named("dc").input();
        Flow<ByteString, ByteString, NotUsed> flow = ResamplerFlow.between(16_000, 24_000);

        assertThat(joined(run(frames(input, 640), flow))).isEqualTo(joined(run(frames(input, 640), flow)));
    }

    @Test
    void passesTwentyFourKilohertzThroughUntouched() {
        List<ByteString> input = frames(GoldenVector.named("noise").reference(), 960);

        assertThat(run(input, ResamplerFlow.between(24_000, 24_000))).isEqualTo(input);
    }

    @Test
    void failsAtOnceWhenTheUpstreamFails() {
        Source<ByteString, NotUsed> broken = Source.single(ByteString.fromArray(new byte[20]))
                .concat(Source.failed(new IllegalStateException("cut")));

        assertThatThrownBy(() -> broken.via(ResamplerFlow.between(16_000, 24_000))
                        .runWith(Sink.seq(), KIT.system())
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("cut");
    }

    @Test
    void refusesOtherRatesByName() {
        assertThatThrownBy(() -> ResamplerFlow.between(8_000, 24_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot resample from 8000 Hz to 24000 Hz: only 16000 and 24000 to 24000");
        assertThatThrownBy(() -> ResamplerFlow.between(16_000, 16_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<ByteString> run(List<ByteString> input, Flow<ByteString, ByteString, NotUsed> flow) {
        return Source.from(input)
                .via(flow)
                .runWith(Sink.seq(), KIT.system())
                .toCompletableFuture()
                .join();
    }

    private static List<ByteString> frames(byte[] pcm, int bytes) {
        return IntStream.iterate(0, from -> from < pcm.length, from -> from + bytes)
                .mapToObj(from -> ByteString.fromArray(pcm, from, Math.min(bytes, pcm.length - from)))
                .toList();
    }

    private static ByteString joined(List<ByteString> parts) {
        return parts.stream().reduce(ByteString.emptyByteString(), ByteString::concat);
    }

    private static byte[] resampledWhole(byte[] input) {
        PolyphaseResampler resampler = new PolyphaseResampler();
        byte[] out = new byte[PolyphaseResampler.maxOutputBytes(input.length) + PolyphaseResampler.MAX_FLUSH_BYTES];
        int written = resampler.resample(input, 0, input.length, out, 0);
        written += resampler.flush(out, written);
        return Arrays.copyOf(out, written);
    }
}
