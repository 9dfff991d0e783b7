package dev.earshot;

import dev.earshot.realtime.RealtimeCredential;
import dev.earshot.realtime.TokenCache;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What is shown to the realtime service, by the settings. */
final class CredentialSettings {
    private static final String API_KEY = "earshot.realtime.api-key";
    private static final String CREDENTIAL = "earshot.realtime.azure.credential";
    private static final String TOKEN_TIMEOUT = "earshot.realtime.azure.token-timeout";

    private CredentialSettings() {}

    static RealtimeCredential credential(RealtimeProvider provider, CheckedConfig checked) {
        String key = checked.text(API_KEY, "[!-~]*", "a key as it was given to you, without spaces");
        boolean entra = entra(provider, checked);
        Entra settings = Entra.read(checked);
        if (entra) {
            return settings.identity(key, checked);
        }
        if (key.isEmpty()) {
            return nothing(provider, checked);
        }
        return provider == RealtimeProvider.AZURE
                ? new RealtimeCredential.ApiKey(key)
                : new RealtimeCredential.BearerKey(key);
    }

    private static boolean entra(RealtimeProvider provider, CheckedConfig checked) {
        boolean entra = checked.oneOf(CREDENTIAL, List.of("key", "entra")).equals("entra");
        if (entra && provider != RealtimeProvider.AZURE) {
            throw checked.refused(CREDENTIAL, "key, as long as the provider is " + provider.wireName());
        }
        return entra;
    }

    private static RealtimeCredential nothing(RealtimeProvider provider, CheckedConfig checked) {
        if (provider != RealtimeProvider.LOCAL) {
            throw checked.refused(API_KEY, "the key of your account, in EARSHOT_REALTIME_API_KEY");
        }
        return new RealtimeCredential.None();
    }

    /** @param timeout how long a session may wait for a token */
    private record Entra(EntraIdentity identity, String scope, Duration timeout) {

        static Entra read(CheckedConfig checked) {
            return new Entra(
                    checked.oneOf(
                            "earshot.realtime.azure.identity",
                            List.of(EntraIdentity.values()),
                            EntraIdentity::wireName),
                    checked.text(
                            "earshot.realtime.azure.scope",
                            "(https|api)://[!-~]+/\\.default",
                            "a URL that ends in /.default"),
                    checked.duration(TOKEN_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(1)));
        }

        RealtimeCredential identity(String key, CheckedConfig checked) {
            if (!key.isEmpty()) {
                throw checked.refused(API_KEY, "nothing, as long as EARSHOT_REALTIME_AZURE_CREDENTIAL is entra");
            }
            Duration handshake =
                    checked.duration("earshot.realtime.handshake-timeout", Duration.ZERO, Duration.ofHours(1));
            if (timeout.compareTo(handshake) >= 0) {
                throw checked.refused(
                        TOKEN_TIMEOUT, "less than earshot.realtime.handshake-timeout, of which it is a part");
            }
            // what asks for tokens blocks: not the threads that carry audio, nor those that TLS borrows
            ExecutorService threads = Executors.newCachedThreadPool(CredentialSettings::thread);
            return new RealtimeCredential.Identity(
                    new TokenCache(new EntraTokens(scope, identity, threads), timeout, threads, Clock.systemUTC()));
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "entra-token");
        thread.setDaemon(true);
        return thread;
    }
}
