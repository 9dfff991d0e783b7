package dev.earshot.simulator;

import dev.earshot.audio.Pcm16;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgradeResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Plays the part of Azure Communication Services in a call: dials a media socket, and sends recorded speech as the
 * service would send a live conversation.
 *
 * <pre>
 *   metadata ──────────────────────────────────▶┐
 *                                               ├─▶ WebSocket ─▶ whatever comes back is drained
 *   frames ─▶ paced (20 ms) ─▶ one per track ──▶┘
 * </pre>
 */
public final class AcsCaller {

    /** How much audio a message carries. */
    public static final int FRAME_MILLIS = 20;

    /** The name under which {@link Result#samples} counts a mixed track. */
    public static final String MIXED_TRACK = "mixed";

    private AcsCaller() {}

    /**
     * What was sent before the socket closed, which is less than the whole call where the other side hung up.
     *
     * @param frames audio messages
     * @param samples at the rate of the wire, by raw id or {@link #MIXED_TRACK}; a frame without data counts as 20 ms
     */
    public record Result(long frames, Map<String, Long> samples) {}

    /**
     * Places the call and hangs up with a normal close when all has been said.
     *
     * @return completes when the socket has closed; fails if it cannot be opened, refuses the upgrade, or breaks
     */
    public static CompletionStage<Result> place(ActorSystem<?> system, AcsCallerOptions options) {
        List<AcsCallerTrack> tracks = AcsCallerTrack.of(options);
        AtomicLong frames = new AtomicLong();
        CompletableFuture<Source<String, NotUsed>> call = new CompletableFuture<>();
        Pair<CompletionStage<WebSocketUpgradeResponse>, CompletionStage<Done>> socket = Source.completionStageSource(
                        call)
                .map(json -> (Message) TextMessage.create(json))
                .viaMat(Http.get(system).webSocketClientFlow(upgrade(options)), Keep.right())
                .mapAsync(1, message -> drain(system, message))
                .toMat(Sink.ignore(), Keep.both())
                .run(system);
        // Nothing is said before the upgrade: the clock of the call starts with the first frame that can be heard.
        Source<String, NotUsed> speech = paced(options, tracks, frames);
        return socket.first()
                .thenCompose(response -> {
                    if (!response.isValid()) {
                        return CompletableFuture.failedFuture(
                                new IllegalStateException("The media socket refused the call: "
                                        + response.response().status()));
                    }
                    call.complete(speech);
                    return socket.second();
                })
                .thenApply(closed -> result(options, tracks, frames.get()));
    }

    /** All messages of the call in their order and without their pace, for tests that send them their own way. */
    public static List<String> messages(AcsCallerOptions options) {
        List<AcsCallerTrack> tracks = AcsCallerTrack.of(options);
        List<String> messages = new ArrayList<>();
        messages.add(metadata(options));
        for (int frame = 0; frame < tracks.get(0).frames(); frame++) {
            messages.addAll(frame(options, tracks, frame));
        }
        return messages;
    }

    private static Source<String, NotUsed> paced(
            AcsCallerOptions options, List<AcsCallerTrack> tracks, AtomicLong framesSent) {
        Source<String, NotUsed> frames = Source.range(0, tracks.get(0).frames() - 1)
                .via(new AcsCallerPacing<>(options.frameInterval(), System::nanoTime))
                .mapConcat(frame -> frame(options, tracks, frame))
                .map(frame -> {
                    framesSent.incrementAndGet();
                    return frame;
                });
        return Source.single(metadata(options)).concat(frames);
    }

    private static String metadata(AcsCallerOptions options) {
        return AcsMessages.metadata(
                idFrom("subscription", options), options.sampleRate(), options.frameSamples() * Pcm16.BYTES);
    }

    private static List<String> frame(AcsCallerOptions options, List<AcsCallerTrack> tracks, int frame) {
        return tracks.stream().map(track -> track.message(frame, options)).toList();
    }

    private static WebSocketRequest upgrade(AcsCallerOptions options) {
        WebSocketRequest request = WebSocketRequest.create(options.socket().toString())
                .addHeader(RawHeader.create("x-ms-call-connection-id", options.callId()))
                .addHeader(RawHeader.create("x-ms-call-correlation-id", idFrom("correlation", options)));
        for (Map.Entry<String, String> header : options.headers().entrySet()) {
            request = request.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return request;
    }

    /** The same call has the same ids whenever it dials, as it has with the service. */
    private static String idFrom(String purpose, AcsCallerOptions options) {
        return UUID.nameUUIDFromBytes((purpose + ' ' + options.callId()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static CompletionStage<Done> drain(ActorSystem<?> system, Message message) {
        return message.isText()
                ? message.asTextMessage().getStreamedText().runWith(Sink.ignore(), system)
                : message.asBinaryMessage().getStreamedData().runWith(Sink.ignore(), system);
    }

    /** Tracks take turns, so that the number of frames says how many each has sent. */
    private static Result result(AcsCallerOptions options, List<AcsCallerTrack> tracks, long frames) {
        Map<String, Long> samples = new LinkedHashMap<>();
        for (int i = 0; i < tracks.size(); i++) {
            String id = tracks.get(i).participantRawId();
            long framesOfTrack = (frames + tracks.size() - 1 - i) / tracks.size();
            samples.merge(id == null ? MIXED_TRACK : id, framesOfTrack * options.frameSamples(), Long::sum);
        }
        return new Result(frames, Collections.unmodifiableMap(samples));
    }
}
