package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An append on its way to the network")
class AppendEncoderTest {
    private static final byte[] PCM = {1, 0, 2, 0, -1, -1, 99, 99};

    private final AppendEncoder encoder = new AppendEncoder();

    @Test
    @DisplayName("carries samples as base64, and no more of the array than was filled")
    void append() {
        assertThat(encoded(PCM, 6)).isEqualTo("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AQACAP//\"}");
        assertThat(encoded(PCM, 8)).isEqualTo("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AQACAP//Y2M=\"}");
    }

    @Test
    @DisplayName("is right whatever the sizes of those before it")
    void sizes() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] pcm = new byte[2 * random.nextInt(2_400)];
            random.nextBytes(pcm);
            assertThat(encoded(pcm, pcm.length))
                    .isEqualTo("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                            + Base64.getEncoder().encodeToString(pcm) + "\"}");
        }
    }

    private String encoded(byte[] pcm, int bytes) {
        ByteBuf event = encoder.encode(UnpooledByteBufAllocator.DEFAULT, pcm, bytes);
        String text = event.toString(StandardCharsets.US_ASCII);
        event.release();
        return text;
    }
}
