package dev.earshot;

import dev.earshot.realtime.RealtimeCredential;
import java.time.Duration;
import java.util.List;

/** What is shown to the realtime service, by the settings. */
final class CredentialSettings {
    private static final String API_KEY = "earshot.realtime.api-key";
    private static final String AZURE = "earshot.realtime.azure.";
    private static final String CREDENTIAL = AZURE + "credential";
    private static final String TOKEN_TIMEOUT = AZURE + "token-timeout";

    private CredentialSettings() {}

    static RealtimeCredential credential(RealtimeProvider provider, CheckedConfig checked) {
        String key = checked.text(API_KEY, "[!-~]*", "a key as it was given to you, without spaces");
        boolean entra = entra(provider, checked);
        EntraSettings settings = EntraSettings.read(AZURE, checked);
        if (entra) {
            return identity(settings, key, checked);
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

    private static RealtimeCredential identity(EntraSettings settings, String key, CheckedConfig checked) {
        if (!key.isEmpty()) {
            throw checked.refused(API_KEY, "nothing, as long as EARSHOT_REALTIME_AZURE_CREDENTIAL is entra");
        }
        Duration handshake = checked.duration("earshot.realtime.handshake-timeout", Duration.ZERO, Duration.ofHours(1));
        if (settings.timeout().compareTo(handshake) >= 0) {
            throw checked.refused(TOKEN_TIMEOUT, "less than earshot.realtime.handshake-timeout, of which it is a part");
        }
        return new RealtimeCredential.Identity(settings.tokens());
    }
}
