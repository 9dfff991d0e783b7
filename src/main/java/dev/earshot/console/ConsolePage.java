package dev.earshot.console;

import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The page at {@code /} and what it loads. A browser lets it load nothing from elsewhere, run nothing but its own script,
 * make no markup out of text, and no one else frame it.
 */
public final class ConsolePage extends AllDirectives {
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private static final List<HttpHeader> SECURITY = List.of(
            RawHeader.create("Content-Security-Policy", POLICY),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Referrer-Policy", "no-referrer"));

    private ConsolePage() {}

    /** The route. */
    public static Route create() {
        return new ConsolePage().route();
    }

    private Route route() {
        return get(() -> respondWithHeaders(
                SECURITY,
                () -> concat(
                        pathSingleSlash(() -> uncached(() -> getFromResource("console/index.html"))),
                        getFromResourceDirectory("console"))));
    }

    /** The page names its assets by their content; it alone must always be the newest. */
    private Route uncached(Supplier<Route> inner) {
        return respondWithHeader(RawHeader.create("Cache-Control", "no-cache"), inner);
    }
}
