package dev.earshot.simulator.realtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, for what HTTP cannot do: to reset it, and to close a WebSocket with a code of our own.
 *
 * <pre>
 * TCP ─────────────────────────────▶ HTTP
 * TCP ◀─ kill switch ◀─ close code ◀─ HTTP
 * </pre>
 */
final class Connection {

    private static final int CLOSE_FRAME = 0x88;

    /** The close frame of a WebSocket that ends in order, as the HTTP layer writes it: 1000, no reason. */
    private static final ByteString ORDERLY =
            ByteString.fromArray(new byte[] {(byte) CLOSE_FRAME, 2, (byte) (1000 >> 8), (byte) 1000});

    private final SharedKillSwitch outbound = KillSwitches.shared("connection");
    private volatile @Nullable ByteString closeFrame;

    Flow<ByteString, ByteString, NotUsed> over(Flow<ByteString, ByteString, NotUsed> http) {
        return http.map(this::withCode).via(outbound.flow());
    }

    /** Cuts the connection: a failed outbound stream makes the TCP layer abort, and the peer sees a reset. */
    void reset() {
        outbound.abort(new IOException("reset on purpose"));
    }

    /** When the WebSocket ends in order, it is to say this instead of 1000. */
    void closeWith(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] head = {(byte) CLOSE_FRAME, (byte) (text.length + 2), (byte) (code >> 8), (byte) code};
        closeFrame = ByteString.fromArray(head).concat(ByteString.fromArray(text));
    }

    private ByteString withCode(ByteString bytes) {
        ByteString wanted = closeFrame;
        boolean closes = wanted != null && bytes.endsWith(ORDERLY);
        return closes ? bytes.dropRight(ORDERLY.size()).concat(wanted) : bytes;
    }
}
