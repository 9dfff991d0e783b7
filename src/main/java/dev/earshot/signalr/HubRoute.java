package dev.earshot.signalr;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.japi.function.Function;

/**
 * A hub on HTTP: {@code POST …/negotiate}, and the WebSocket itself. The caller takes care of the path before:
 *
 * <pre>{@code pathPrefix(segment("hubs").slash("calls"), () -> HubRoute.create(server))}</pre>
 */
public final class HubRoute {

    private final HubServer server;
    private final OriginPolicy origins;

    private HubRoute(HubServer server) {
        this.server = server;
        this.origins = new OriginPolicy(server.settings().negotiation().allowedOrigins());
    }

    /** Handles what is left of the path: nothing, or {@code negotiate}. */
    public static Route create(HubServer server) {
        HubRoute route = new HubRoute(server);
        return Directives.concat(
                Directives.path("negotiate", () -> Directives.handle(wellFormed(route::negotiate))),
                Directives.pathEnd(() -> Directives.handle(wellFormed(route::connect))));
    }

    /** Answered here, because Pekko HTTP would log the query, and a query may hold an access token. */
    private static Function<HttpRequest, CompletionStage<HttpResponse>> wellFormed(
            Function<HttpRequest, CompletionStage<HttpResponse>> then) {
        return request -> {
            try {
                request.getUri().query();
            } catch (IllegalUriException e) {
                return answer(StatusCodes.BAD_REQUEST, "The query is malformed.");
            }
            return then.apply(request);
        };
    }

    private CompletionStage<HttpResponse> negotiate(HttpRequest request) {
        request.discardEntityBytes(server.system());
        if (!origins.allows(request)) {
            return answer(StatusCodes.FORBIDDEN, "This origin may not use the hub.");
        }
        CompletionStage<HttpResponse> response;
        if (request.method().equals(HttpMethods.OPTIONS)) {
            response = CompletableFuture.completedFuture(HttpResponse.create()
                    .withStatus(StatusCodes.NO_CONTENT)
                    .addHeaders(OriginPolicy.preflightAnswer()));
        } else if (!request.method().equals(HttpMethods.POST)) {
            response = notAllowed("POST");
        } else {
            response = authenticated(request, this::negotiated);
        }
        return response.thenApply(plain -> plain.addHeaders(origins.answer(request)));
    }

    private HttpResponse negotiated(HttpRequest request, Principal principal) {
        Negotiation.Version version = Negotiation.version(query(request, "negotiateVersion"));
        boolean wantsToResume = query(request, "useStatefulReconnect")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        return HttpResponse.create()
                .withEntity(ContentTypes.APPLICATION_JSON, server.negotiate(version, principal, wantsToResume))
                .addHeader(RawHeader.create("Cache-Control", "no-store"));
    }

    private CompletionStage<HttpResponse> connect(HttpRequest request) {
        Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        if (upgrade.isPresent() && origins.allows(request)) {
            return authenticated(request, (same, principal) -> opened(same, upgrade.get(), principal));
        }
        request.discardEntityBytes(server.system());
        if (upgrade.isPresent()) {
            return answer(StatusCodes.FORBIDDEN, "This origin may not use the hub.");
        }
        return request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.DELETE)
                ? answer(StatusCodes.BAD_REQUEST, "This hub is reached by WebSockets only.")
                : notAllowed("GET");
    }

    private HttpResponse opened(HttpRequest request, WebSocketUpgrade upgrade, Principal principal) {
        ConnectionTokens.Claim claim = server.claim(query(request, "id"), principal);
        if (claim instanceof ConnectionTokens.Claim.Granted granted) {
            return upgrade.handleMessagesWith(server.flow(granted.ticket()));
        }
        if (claim instanceof ConnectionTokens.Claim.Resumed resumed) {
            return upgrade.handleMessagesWith(server.resumedFlow(resumed.ticket()));
        }
        return claim instanceof ConnectionTokens.Claim.InUse
                ? plain(StatusCodes.CONFLICT, "This connection is open already.")
                : plain(StatusCodes.NOT_FOUND, "No such connection.");
    }

    private CompletionStage<HttpResponse> authenticated(
            HttpRequest request, BiFunction<HttpRequest, Principal, HttpResponse> then) {
        if (server.isDraining()) {
            return answer(StatusCodes.SERVICE_UNAVAILABLE, "This server is going away.");
        }
        return server.authenticate(accessToken(request)).thenApply(principal -> principal
                .map(known -> then.apply(request, known))
                .orElseGet(() -> plain(StatusCodes.UNAUTHORIZED, "An access token is needed.")
                        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer"))));
    }

    /** Browsers cannot set headers on a WebSocket and put the token into the query. */
    private static Optional<String> accessToken(HttpRequest request) {
        String scheme = "Bearer ";
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip())
                .or(() -> query(request, "access_token"));
    }

    private static Optional<String> query(HttpRequest request, String name) {
        return request.getUri().query().toList().stream()
                .filter(parameter -> parameter.first().equalsIgnoreCase(name))
                .map(Pair::second)
                .findFirst();
    }

    private static CompletionStage<HttpResponse> notAllowed(String allowed) {
        return CompletableFuture.completedFuture(plain(StatusCodes.METHOD_NOT_ALLOWED, "Use " + allowed + ".")
                .addHeaders(List.of(RawHeader.create("Allow", allowed))));
    }

    private static CompletionStage<HttpResponse> answer(StatusCode status, String text) {
        return CompletableFuture.completedFuture(plain(status, text));
    }

    private static HttpResponse plain(StatusCode status, String text) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.TEXT_PLAIN_UTF8, text);
    }
}
