package dev.earshot.signalr;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Which web pages may use the hub. A browser sends the page's origin with a negotiation and with an upgrade; it looks at CORS
 * headers only for the first, so the second is for the server to refuse. Who sends no origin is no browser.
 */
final class OriginPolicy {

    private final Set<String> allowed;

    /** @param allowed exact origins beside the hub's own */
    OriginPolicy(Set<String> allowed) {
        this.allowed = allowed;
    }

    boolean allows(HttpRequest request) {
        return request.getHeader("Origin")
                .map(HttpHeader::value)
                .map(origin -> allowed.contains(origin) || sameHost(origin, request))
                .orElse(true);
    }

    /** The scheme is not compared: behind a proxy that ends TLS it is not known here. */
    private static boolean sameHost(String origin, HttpRequest request) {
        try {
            URI page = new URI(origin);
            URI hub = new URI(page.getScheme() + "://"
                    + request.getHeader("Host").map(HttpHeader::value).orElse(""));
            return page.getHost() != null && page.getHost().equalsIgnoreCase(hub.getHost()) && port(page) == port(hub);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** The headers by which a browser lets the page have the answer. */
    List<HttpHeader> answer(HttpRequest request) {
        return request.getHeader("Origin")
                .map(origin -> List.<HttpHeader>of(
                        RawHeader.create("Access-Control-Allow-Origin", origin.value()),
                        RawHeader.create("Access-Control-Allow-Credentials", "true"),
                        RawHeader.create("Vary", "Origin")))
                .orElse(List.of());
    }

    /** The further headers by which a browser lets the page ask at all. */
    static List<HttpHeader> preflightAnswer() {
        return List.of(
                RawHeader.create("Access-Control-Allow-Methods", "POST"),
                RawHeader.create(
                        "Access-Control-Allow-Headers",
                        "authorization, content-type, x-requested-with, x-signalr-user-agent"),
                RawHeader.create("Access-Control-Max-Age", "600"));
    }
}
