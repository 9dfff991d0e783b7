package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
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
    @DisplayName("is masked, each with a key of its own")
    void mask() {
        ByteBuf first = encoder.encode(UnpooledByteBufAllocator.DEFAULT, PCM, 8);
        ByteBuf second = encoder.encode(UnpooledByteBufAllocator.DEFAULT, PCM, 8);
        assertThat(first.getByte(1) & 0x80).isEqualTo(0x80);
        assertThat(first).isNotEqualTo(second);
        first.release();
        second.release();
    }

    @Test
    @DisplayName("is right whatever the sizes of those before it")
    void sizes() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] pcm = new byte[2 * random.nextInt(i % 3 == 0 ? 60 : 30_000)];
            random.nextBytes(pcm);
            assertThat(encoded(pcm, pcm.length))
                    .isEqualTo("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                            + Base64.getEncoder().encodeToString(pcm) + "\"}");
        }
    }

    /** Through a decoder that takes nothing but well-formed, masked frames. */
    private String encoded(byte[] pcm, int bytes) {
        EmbeddedChannel service = new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 1 << 20));
        service.writeInbound(encoder.encode(UnpooledByteBufAllocator.DEFAULT, pcm, bytes));
        TextWebSocketFrame frame = service.readInbound();
        assertThat(frame.isFinalFragment()).isTrue();
        String text = frame.text();
        frame.release();
        assertThat(service.<Object>readInbound()).as("nothing behind it").isNull();
        return text;
    }
}
