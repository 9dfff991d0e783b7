package dev.earshot.audio;

import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * {@link PolyphaseResampler} as a stream: 16 kHz PCM in elements of any size in, 24 kHz PCM out. An element that
 * completes no output gives none. When the upstream completes, what is owed follows; when it fails, the stream fails at
 * once. Each materialization is one track.
 */
public final class ResamplerFlow extends GraphStage<FlowShape<ByteString, ByteString>> {

    private final Inlet<ByteString> in = Inlet.create("ResamplerFlow.in");
    private final Outlet<ByteString> out = Outlet.create("ResamplerFlow.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

    private ResamplerFlow() {}

    /**
     * The way from a track's rate to the listener's.
     *
     * @param fromRate 16000 is resampled, 24000 passes through untouched
     * @param toRate 24000
     * @throws IllegalArgumentException for any other pair of rates
     */
    public static Flow<ByteString, ByteString, NotUsed> between(int fromRate, int toRate) {
        if (toRate == PolyphaseResampler.OUTPUT_RATE) {
            if (fromRate == PolyphaseResampler.INPUT_RATE) {
                return Flow.fromGraph(new ResamplerFlow());
            }
            if (fromRate == toRate) {
                return Flow.create();
            }
        }
        throw new IllegalArgumentException(
                "Cannot resample from %d Hz to %d Hz: only 16000 and 24000 to 24000".formatted(fromRate, toRate));
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inheritedAttributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {

        private final PolyphaseResampler resampler = new PolyphaseResampler();
        private byte[] input = new byte[0];
        private byte[] output = new byte[PolyphaseResampler.MAX_FLUSH_BYTES];

        Logic() {
            super(shape);
            setHandlers(in, out, new AbstractInOutHandler() {
                @Override
                public void onPush() {
                    ByteString resampled = resample(grab(in));
                    if (resampled.isEmpty()) {
                        pull(in);
                    } else {
                        push(out, resampled);
                    }
                }

                @Override
                public void onPull() {
                    pull(in);
                }

                @Override
                public void onUpstreamFinish() {
                    int written = resampler.flush(output, 0);
                    if (written > 0) {
                        emit(out, ByteString.fromArray(output, 0, written));
                    }
                    completeStage();
                }
            });
        }

        private ByteString resample(ByteString pcm) {
            int length = pcm.size();
            if (input.length < length) {
                input = new byte[length];
            }
            if (output.length < PolyphaseResampler.maxOutputBytes(length)) {
                output = new byte[PolyphaseResampler.maxOutputBytes(length)];
            }
            pcm.copyToArray(input, 0, length);
            return ByteString.fromArray(output, 0, resampler.resample(input, 0, length, output, 0));
        }
    }
}
