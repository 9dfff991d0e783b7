package dev.earshot.sockets;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a close frame says (RFC 6455 §5.5.1). */
sealed interface CloseFrame {

    /**
     * One that keeps to the protocol.
     *
     * @param code 1005 where it has none
     */
    record Good(int code, String reason) implements CloseFrame {

        /** The answer repeats what was said. */
        CloseWebSocketFrame answer() {
            return code == WebSocketCloseStatus.EMPTY.code()
                    ? new CloseWebSocketFrame()
                    : new CloseWebSocketFrame(code, reason);
        }
    }

    /**
     * One that does not.
     *
     * @param answer why it is refused
     */
    record Bad(WebSocketCloseStatus answer, String what) implements CloseFrame {}

    /** Of the payload of a close frame. */
    static CloseFrame read(byte[] bytes, int length) {
        if (length == 0) {
            return new Good(WebSocketCloseStatus.EMPTY.code(), "");
        }
        int code = length == 1 ? 0 : ByteBuffer.wrap(bytes).getShort() & 0xffff;
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            return new Bad(WebSocketCloseStatus.PROTOCOL_ERROR, "a close frame has no code that may be sent");
        }
        try {
            ByteBuffer reason = ByteBuffer.wrap(bytes, Short.BYTES, length - Short.BYTES);
            String text = StandardCharsets.UTF_8.newDecoder().decode(reason).toString();
            return new Good(code, text);
        } catch (CharacterCodingException e) {
            return new Bad(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "the reason of a close frame is not UTF-8");
        }
    }
}
