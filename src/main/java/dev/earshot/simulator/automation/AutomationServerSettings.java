package dev.earshot.simulator.automation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.jspecify.annotations.Nullable;

/**
 * How the service stands.
 *
 * @param port on loopback; 0 for any
 * @param accessKey in Base64, by which requests must be signed; null where nothing is asked for
 * @param tls null for plain HTTP
 * @param token what callbacks and media sockets show, anew for each; empty for nothing
 */
public record AutomationServerSettings(
        int port, @Nullable String accessKey, @Nullable HttpsConnectionContext tls, Supplier<Optional<String>> token) {

    /** A key that opens nothing but this. */
    public static final String DEFAULT_KEY =
            Base64.getEncoder().encodeToString("a key that opens nothing".getBytes(StandardCharsets.UTF_8));

    /** On any port, over HTTP, with {@link #DEFAULT_KEY} and without tokens. */
    public static AutomationServerSettings usual() {
        return new AutomationServerSettings(0, DEFAULT_KEY, null, Optional::empty);
    }

    public AutomationServerSettings withPort(int value) {
        return new AutomationServerSettings(value, accessKey, tls, token);
    }

    public AutomationServerSettings withTls(HttpsConnectionContext value) {
        return new AutomationServerSettings(port, accessKey, value, token);
    }

    public AutomationServerSettings withToken(Supplier<Optional<String>> value) {
        return new AutomationServerSettings(port, accessKey, tls, value);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AutomationServerSettings[" + port + "]";
    }
}
