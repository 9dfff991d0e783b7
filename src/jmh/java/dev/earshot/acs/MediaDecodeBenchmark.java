package dev.earshot.acs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.earshot.PartBenchmark;
import dev.earshot.audio.Noise;
import java.util.Base64;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One message with 20 ms of audio at 16 kHz (about 1 kB of JSON) through {@link MediaMessageDecoder}. */
@State(Scope.Thread)
public class MediaDecodeBenchmark extends PartBenchmark {

    private final MediaMessageDecoder decoder = new MediaMessageDecoder();
    private final String text =
            """
            {"kind":"AudioData","audioData":{"timestamp":"2024-11-15T19:16:12.925Z","participantRawID":"8:acs:89e8cb59-b991-48b0-b154-1db84f16a077_00000024-1e5b-3c7d-28f4-08482200a1d2","data":"%s","silent":false}}"""
                    .formatted(Base64.getEncoder().encodeToString(Noise.pcm(FRAME_BYTES)));
    private final byte[] bytes = text.getBytes(UTF_8);

    @Benchmark
    public MediaMessage fromBytes() {
        return decoder.decode(bytes, 0, bytes.length);
    }

    @Benchmark
    public MediaMessage fromText() {
        return decoder.decode(text);
    }
}
