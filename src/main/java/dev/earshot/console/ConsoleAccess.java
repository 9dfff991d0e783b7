package dev.earshot.console;

import dev.earshot.access.AccessMeter;
import dev.earshot.access.AccessRefusal;
import dev.earshot.access.Bearer;
import dev.earshot.access.Entrance;
import dev.earshot.access.NamedTokens;
import dev.earshot.signalr.Authenticator;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.RequestContext;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.jspecify.annotations.Nullable;

/**
 * Who may look at calls: whoever shows a token that was given out, in the header {@code Authorization} or in the query
 * {@code access_token}, to the hub and to REST alike. The page itself is for everybody: it holds nothing.
 */
public final class ConsoleAccess extends AllDirectives implements Authenticator {

    private final @Nullable NamedTokens tokens;
    private final AccessMeter meter;

    private ConsoleAccess(@Nullable NamedTokens tokens, AccessMeter meter) {
        this.tokens = tokens;
        this.meter = meter;
    }

    /**
     * The door by these tokens.
     *
     * @param tokens empty where everybody may
     */
    public static ConsoleAccess create(Optional<NamedTokens> tokens, AccessMeter meter) {
        return new ConsoleAccess(tokens.orElse(null), meter);
    }

    private record User(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    @Override
    public CompletionStage<Optional<Principal>> authenticate(Optional<String> accessToken) {
        Optional<Principal> user = user(accessToken);
        if (user.isEmpty()) {
            refused(accessToken);
        }
        return CompletableFuture.completedFuture(user);
    }

    private Optional<Principal> user(Optional<String> token) {
        NamedTokens known = tokens;
        return known == null
                ? Optional.of(Authenticator.Anonymous.INSTANCE)
                : token.flatMap(known::owner).map(User::new);
    }

    private AccessRefusal refused(Optional<String> token) {
        AccessRefusal cause = token.isPresent() ? AccessRefusal.UNKNOWN_TOKEN : AccessRefusal.NO_TOKEN;
        meter.onRefused(Entrance.CONSOLE, cause, "");
        return cause;
    }

    /** Stands before REST: 401 with {@code {"error":{"code","message"}}} for who shows no token, or no good one. */
    public Route api(Supplier<Route> inner) {
        return pathPrefixTest(
                "api",
                () -> extractRequestContext(context -> {
                    Optional<String> token = token(context.getRequest());
                    return user(token).isPresent() ? inner.get() : refuse(context, refused(token));
                }));
    }

    private Route refuse(RequestContext context, AccessRefusal cause) {
        context.getRequest().discardEntityBytes(context.getMaterializer());
        return complete(HttpResponse.create()
                .withStatus(cause.status())
                .addHeader(RawHeader.create("WWW-Authenticate", "Bearer"))
                .withEntity(ContentTypes.APPLICATION_JSON, Rendering.error(cause.wireName(), cause.message())));
    }

    private static Optional<String> token(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .flatMap(Bearer::token)
                .or(() -> ofQuery(request));
    }

    /** A query that is none is not told: whoever logged it might log a token. */
    private static Optional<String> ofQuery(HttpRequest request) {
        try {
            return request.getUri().query().get("access_token");
        } catch (IllegalUriException malformed) {
            return Optional.empty();
        }
    }
}
