package dev.earshot.acs;

import dev.earshot.call.CallId;
import dev.earshot.sockets.AudioLoops;
import dev.earshot.sockets.SocketHandover;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.Try;

/**
 * {@code GET /acs/media/{callId}}: where the platform dials in with a call's audio. A secret stands behind it, in the path or in
 * the query {@code secret}. Errors are
 * {@code {"error":{"code","message"}}}: 400 for an id that is none, 426 for a request that is no WebSocket, 503 where
 * nobody could say whether to admit it, and whatever the admission says. The route answers the upgrade; from there on the
 * socket is the call's own, see {@link MediaSocket}.
 */
public final class MediaRoute extends AllDirectives {

    private static final Logger log = LoggerFactory.getLogger(MediaRoute.class);

    private final Function<AcsRequest, CompletionStage<MediaAdmission>> admission;
    private final AudioLoops loops;
    private final MediaLimits limits;

    private MediaRoute(
            Function<AcsRequest, CompletionStage<MediaAdmission>> admission, AudioLoops loops, MediaLimits limits) {
        this.admission = admission;
        this.loops = loops;
        this.limits = limits;
    }

    /**
     * The route.
     *
     * @param admission asked for each socket before its upgrade
     * @param loops the threads that the sockets go to
     */
    public static Route create(
            Function<AcsRequest, CompletionStage<MediaAdmission>> admission, AudioLoops loops, MediaLimits limits) {
        return new MediaRoute(admission, loops, limits).route();
    }

    private Route route() {
        return pathPrefix(
                PathMatchers.segment("acs").slash("media").slash(PathMatchers.segment()),
                callId -> get(() -> concat(
                        pathEnd(() -> extractRequest(request -> connect(callId, Optional.empty(), request))),
                        path(
                                PathMatchers.segment(),
                                secret -> extractRequest(request -> connect(callId, Optional.of(secret), request))))));
    }

    private Route connect(String callId, Optional<String> secret, HttpRequest request) {
        if (!CallId.valid(callId)) {
            return complete(AcsErrors.of(StatusCodes.BAD_REQUEST.intValue(), "invalidCallId", CallId.RULE));
        }
        Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        if (upgrade.isEmpty()) {
            return complete(AcsErrors.of(
                            StatusCodes.UPGRADE_REQUIRED.intValue(),
                            "webSocketRequired",
                            "Media arrives over a WebSocket: send an upgrade request")
                    .addHeader(RawHeader.create("Upgrade", "websocket")));
        }
        SocketHandover handover = request.getAttribute(SocketHandover.ATTRIBUTE).orElseThrow();
        AcsRequest dial = AcsRequest.of(callId, request).withSecret(secret);
        return onComplete(
                () -> admission.apply(dial), admitted -> complete(respond(callId, upgrade.get(), handover, admitted)));
    }

    private HttpResponse respond(
            String callId, WebSocketUpgrade upgrade, SocketHandover handover, Try<MediaAdmission> asked) {
        if (asked.isFailure()) {
            log.atError()
                    .addKeyValue("call", callId)
                    .setCause(asked.failed().get())
                    .log("A media socket was turned away: nobody could say whether to admit it");
            return AcsErrors.of(
                    StatusCodes.SERVICE_UNAVAILABLE.intValue(), "unavailable", "The call cannot be reached now");
        }
        MediaAdmission answer = asked.get();
        if (answer instanceof MediaAdmission.Refused refused) {
            return AcsErrors.of(refused.status(), refused.code(), refused.reason());
        }
        MediaAdmission.Admitted admitted = (MediaAdmission.Admitted) answer;
        handover.onSwitched(
                loops.of(callId), pipeline -> MediaSocket.install(pipeline, callId, admitted.port(), limits));
        return upgrade.handleMessagesWith(nothing());
    }

    /** The handshake is all that is wanted of the upgrade: no message passes here. */
    private static Flow<Message, Message, NotUsed> nothing() {
        return Flow.fromSinkAndSource(Sink.cancelled(), Source.maybe());
    }
}
