package dev.earshot.simulator.realtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, for what HTTP cannot do: to reset it, to be silent or not to read, and to close a WebSocket with a
 * code of our own.
 *
 * <pre>
 * TCP ─▶ read gate ─▶ silence ──────────────▶ HTTP
 * TCP ◀─ kill switch ◀─ silence ◀─ close code ◀─ HTTP
 * </pre>
 */
final class Connection {

    private static final int CLOSE_FRAME = 0x88;

    /** The close frame of a WebSocket that ends in order, as the HTTP layer writes it: 1000, no reason. */
    private static final ByteString ORDERLY =
            ByteString.fromArray(new byte[] {(byte) CLOSE_FRAME, 2, (byte) (1000 >> 8), (byte) 1000});

    private final SharedKillSwitch outbound = KillSwitches.shared("connection");
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> reading = CompletableFuture.completedFuture(true);
    private volatile @Nullable ByteString closeFrame;
    private volatile boolean silent;

    Flow<ByteString, ByteString, NotUsed> over(Flow<ByteString, ByteString, NotUsed> http) {
        return Flow.of(ByteString.class)
                .mapAsync(1, this::whenReading)
                .filter(bytes -> !silent)
                .via(http)
                .map(this::withCode)
                .filter(bytes -> !silent)
                .via(outbound.flow())
                .map(this::noteAnswer);
    }

    /** Whether the client was answered at all: true with the first bytes of the upgrade, false if it ended without. */
    CompletionStage<Boolean> answered() {
        return answered;
    }

    /** The TCP connection is gone. */
    void ended() {
        answered.complete(false);
    }

    /** Cuts the connection: a failed outbound stream makes the TCP layer abort, and the peer sees a reset. */
    void reset() {
        outbound.abort(new IOException("reset on purpose"));
    }

    /** From now on nothing is answered: what comes is thrown away, and what goes as well, pongs and close frames too. */
    void silence() {
        silent = true;
    }

    /** Takes nothing from the socket for so long. */
    void stopReading(Duration duration) {
        reading = new CompletableFuture<Boolean>().completeOnTimeout(true, duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** When the WebSocket ends in order, it is to say this instead of 1000. */
    void closeWith(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] head = {(byte) CLOSE_FRAME, (byte) (text.length + 2), (byte) (code >> 8), (byte) code};
        closeFrame = ByteString.fromArray(head).concat(ByteString.fromArray(text));
    }

    private CompletionStage<ByteString> whenReading(ByteString bytes) {
        return reading.thenApply(may -> bytes);
    }

    private ByteString noteAnswer(ByteString bytes) {
        if (bytes.nonEmpty()) {
            answered.complete(true);
        }
        return bytes;
    }

    private ByteString withCode(ByteString bytes) {
        ByteString wanted = closeFrame;
        boolean closes = wanted != null && bytes.endsWith(ORDERLY);
        return closes ? bytes.dropRight(ORDERLY.size()).concat(wanted) : bytes;
    }
}
