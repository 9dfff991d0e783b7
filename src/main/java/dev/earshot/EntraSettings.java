package dev.earshot;

import dev.earshot.cloud.TokenCache;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Whose tokens a service is shown.
 *
 * @param scope what the tokens are for
 * @param timeout how long whoever needs a token may wait for it
 */
record EntraSettings(EntraIdentity identity, String scope, Duration timeout) {

    /** @param keys where the settings {@code identity}, {@code scope} and {@code token-timeout} are, with a dot at its end */
    static EntraSettings read(String keys, CheckedConfig checked) {
        return new EntraSettings(
                checked.oneOf(keys + "identity", List.of(EntraIdentity.values()), EntraIdentity::wireName),
                checked.text(keys + "scope", "(https|api)://[!-~]+/\\.default", "a URL that ends in /.default"),
                checked.duration(keys + "token-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)));
    }

    TokenCache tokens() {
        // what asks for tokens blocks: not the threads that carry audio, nor those that TLS borrows
        ExecutorService threads = Executors.newCachedThreadPool(EntraSettings::thread);
        return new TokenCache(new EntraTokens(scope, identity, threads), timeout, threads, Clock.systemUTC());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "entra-token");
        thread.setDaemon(true);
        return thread;
    }
}
