package dev.earshot.acs;

import dev.earshot.access.AccessMeter;
import dev.earshot.access.AccessRefusal;
import dev.earshot.access.Entrance;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.RequestContext;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Stands before the routes that the platform posts to. Who may not come in has the answer
 * {@code {"error":{"code","message"}}} with 401, 403 or 503, and nothing of the body is read.
 */
public final class AcsDoor extends AllDirectives {

    /** In place of the query: what Event Grid sends as a delivery property. */
    static final String SECRET_HEADER = "x-earshot-secret";

    private final AcsAccess access;
    private final AccessMeter meter;

    public AcsDoor(AcsAccess access, AccessMeter meter) {
        this.access = access;
        this.meter = meter;
    }

    /** Callbacks of this call: a token, a secret in the query, or both. */
    public Route callbacks(String callId, Supplier<Route> inner) {
        return extractRequestContext(context -> onComplete(
                () -> access.check(Entrance.CALLBACKS, AcsRequest.of(callId, context.getRequest())),
                checked -> admit(Entrance.CALLBACKS, callId, checked.get(), context, inner)));
    }

    /** Events that announce calls: a secret in the query {@code secret} or in the header {@code x-earshot-secret}. */
    public Route events(Supplier<Route> inner) {
        return extractRequestContext(
                context -> admit(Entrance.EVENTS, "", access.checkEvents(secret(context)), context, inner));
    }

    private static Optional<String> secret(RequestContext context) {
        return AcsRequest.of("", context.getRequest())
                .secret()
                .or(() -> context.getRequest().getHeader(SECRET_HEADER).map(HttpHeader::value));
    }

    private Route admit(
            Entrance entrance,
            String callId,
            Optional<AccessRefusal> refusal,
            RequestContext context,
            Supplier<Route> inner) {
        if (refusal.isEmpty()) {
            return inner.get();
        }
        AccessRefusal cause = refusal.get();
        meter.onRefused(entrance, cause, callId);
        context.getRequest().discardEntityBytes(context.getMaterializer());
        return complete(AcsErrors.of(cause.status(), cause.wireName(), cause.message()));
    }
}
