package dev.earshot.simulator;

import dev.earshot.audio.Pcm16;
import dev.earshot.simulator.caller.CallAccount;
import dev.earshot.simulator.caller.CallRun;
import dev.earshot.simulator.caller.CallStep;
import dev.earshot.simulator.caller.LineEnd;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Plays the part of Azure Communication Services in a call: dials a media socket, and sends recorded speech as the
 * service would send a live conversation, with whatever faults it is asked for.
 *
 * <pre>
 *   options ─▶ {@link CallPlan} ═steps═▶ {@link CallRun} ═▶ WebSocket ─▶ whatever comes back is drained
 *                                              └─▶ {@link CallAccount}: what was really said
 * </pre>
 *
 * All calls of a process are on one thread of their own, which lives as long as the process.
 */
public final class AcsCaller {

    /** How much audio a message carries. */
    public static final int FRAME_MILLIS = 20;

    /** The name under which {@link Result#samples} counts a mixed track. */
    public static final String MIXED_TRACK = CallAccount.MIXED;

    private static final EventLoopGroup LOOP =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("acs-caller", true), NioIoHandler.newFactory());

    private AcsCaller() {}

    /**
     * What was sent before the socket closed, which is less than the whole call where the other side hung up.
     *
     * @param account what it does to the books; exact where the caller hung up
     */
    public record Result(CallAccount account, LineEnd end) {

        /** Audio messages. */
        public long frames() {
            return account.tracks().values().stream()
                    .mapToLong(CallAccount.Track::frames)
                    .sum();
        }

        /** At the rate of the wire, by raw id or {@link #MIXED_TRACK}; a frame without data counts as 20 ms. */
        public Map<String, Long> samples() {
            Map<String, Long> samples = new TreeMap<>();
            account.tracks().forEach((name, track) -> samples.put(name, track.received()));
            return samples;
        }
    }

    /** There never was a socket; the message says why. */
    public static final class NotTaken extends RuntimeException {
        private final boolean unauthorized;

        NotTaken(LineEnd end) {
            super(end.toString());
            this.unauthorized =
                    end instanceof LineEnd.Refused refused && refused.status().startsWith("401");
        }

        /** Whether it was refused for what it showed at the door. */
        public boolean unauthorized() {
            return unauthorized;
        }
    }

    /**
     * Places the call and hangs up with a normal close when all has been said.
     *
     * @return completes when the socket has closed; fails with {@link NotTaken} if it cannot be opened, or refuses the upgrade
     */
    public static CompletableFuture<Result> place(AcsCallerOptions options) {
        return place(options, AcsCallerTrack.of(options));
    }

    /** The same with tracks that many calls may share. */
    public static CompletableFuture<Result> place(AcsCallerOptions options, List<AcsCallerTrack> tracks) {
        return CallRun.start(
                        LOOP.next(),
                        options.socket(),
                        attempt -> headers(options),
                        options.pace(),
                        steps(options, tracks))
                .thenCompose(outcome -> {
                    if (outcome.end().neverOpen()) {
                        return CompletableFuture.failedFuture(new NotTaken(outcome.end()));
                    }
                    return CompletableFuture.completedFuture(new Result(outcome.account(), outcome.end()));
                });
    }

    /** All messages of the call in their order and without their pace, for tests that send them their own way. */
    public static List<String> messages(AcsCallerOptions options) {
        List<String> messages = new ArrayList<>();
        steps(options, AcsCallerTrack.of(options)).forEachRemaining(step -> {
            if (step instanceof CallStep.Say say) {
                messages.add(say.json());
            }
        });
        return messages;
    }

    static Iterator<CallStep> steps(AcsCallerOptions options, List<AcsCallerTrack> tracks) {
        return new CallPlan(options, tracks, metadata(options));
    }

    private static String metadata(AcsCallerOptions options) {
        return AcsMessages.metadata(
                idFrom("subscription", options), options.sampleRate(), options.frameSamples() * Pcm16.BYTES);
    }

    private static Map<String, String> headers(AcsCallerOptions options) {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-ms-call-connection-id", options.callId());
        headers.put("x-ms-call-correlation-id", idFrom("correlation", options));
        for (Supplier<Map<String, String>> more : options.headers()) {
            headers.putAll(more.get());
        }
        return headers;
    }

    /** The same call has the same ids whenever it dials, as it has with the service. */
    private static String idFrom(String purpose, AcsCallerOptions options) {
        return UUID.nameUUIDFromBytes((purpose + ' ' + options.callId()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
