package dev.earshot;

import dev.earshot.acs.automation.AutomationCredential;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ACS resource by which calls are answered.
 *
 * @param endpoint without a path
 */
record AcsResource(URI endpoint, AutomationCredential credential) {

    private static final String KEYS = "earshot.acs.";
    private static final String CONNECTION_STRING = KEYS + "connection-string";
    private static final String ENDPOINT = KEYS + "endpoint";
    private static final String ACCESS_KEY = KEYS + "access-key";
    private static final String CREDENTIAL = KEYS + "credential";

    static Optional<AcsResource> read(CheckedConfig checked) {
        EntraSettings entra = EntraSettings.read(KEYS, checked);
        boolean byToken = checked.oneOf(CREDENTIAL, List.of("key", "entra")).equals("entra");
        String connection = checked.text(CONNECTION_STRING);
        String key = checked.text(ACCESS_KEY);
        if (!connection.isEmpty()) {
            return Optional.of(ofConnectionString(connection, key, byToken, checked));
        }
        if (checked.text(ENDPOINT).isEmpty()) {
            return nothing(byToken || !key.isEmpty(), checked);
        }
        URI endpoint = endpoint(checked.text(ENDPOINT))
                .orElseThrow(() -> checked.refused(ENDPOINT, "the resource's https URL; http on this machine only"));
        return Optional.of(new AcsResource(endpoint, credential(byToken ? entra : null, key, checked)));
    }

    private static Optional<AcsResource> nothing(boolean credential, CheckedConfig checked) {
        if (credential) {
            throw checked.refused(ENDPOINT, "the URL of the resource that the credential is for");
        }
        return Optional.empty();
    }

    private static AutomationCredential credential(@Nullable EntraSettings entra, String key, CheckedConfig checked) {
        if (entra != null) {
            if (!key.isEmpty()) {
                throw checked.refused(ACCESS_KEY, "nothing, as long as EARSHOT_ACS_CREDENTIAL is entra");
            }
            return new AutomationCredential.Identity(entra.tokens());
        }
        return key(key).orElseThrow(() ->
                checked.refused(ACCESS_KEY, "the resource's key as it was given to you, which is Base64"));
    }

    /** The members are named without regard to case, in any order, as in {@code endpoint=https://…;accesskey=…}. */
    private static AcsResource ofConnectionString(
            String connection, String otherKey, boolean byToken, CheckedConfig checked) {
        boolean alone = !byToken && checked.text(ENDPOINT).isEmpty() && otherKey.isEmpty();
        Optional<URI> endpoint = member(connection, "endpoint").flatMap(AcsResource::endpoint);
        Optional<AutomationCredential> key = member(connection, "accesskey").flatMap(AcsResource::key);
        if (!alone || endpoint.isEmpty() || key.isEmpty()) {
            throw checked.refused(
                    CONNECTION_STRING,
                    "endpoint=https://…;accesskey=… as it was given to you, with neither endpoint, access key nor entra beside it");
        }
        return new AcsResource(endpoint.get(), key.get());
    }

    private static Optional<String> member(String connection, String name) {
        return Stream.of(connection.split(";", -1))
                .filter(member -> member.regionMatches(true, 0, name + "=", 0, name.length() + 1))
                .map(member -> member.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static Optional<AutomationCredential> key(String base64) {
        try {
            return Optional.of(new AutomationCredential.AccessKey(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is signed names the host as the request does: without the port that goes without saying. */
    private static Optional<URI> endpoint(String text) {
        try {
            URI uri = URI.create(text);
            boolean secure = "https".equals(uri.getScheme());
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if (uri.getHost() == null
                    || !(secure || ("http".equals(uri.getScheme()) && Settings.loopback(uri.getHost())))
                    || !(path.isEmpty() || path.equals("/"))
                    || uri.getRawQuery() != null) {
                return Optional.empty();
            }
            int port = uri.getPort() == (secure ? 443 : 80) ? -1 : uri.getPort();
            return Optional.of(URI.create(uri.getScheme() + "://" + uri.getHost() + (port < 0 ? "" : ":" + port)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
