package dev.earshot;

import dev.earshot.realtime.RealtimeEndpoint;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a realtime service is by default, and in which header it wants the key. One protocol for all of them. */
enum RealtimeProvider {
    LOCAL("ws://127.0.0.1:8090/v1/realtime"),
    OPENAI("wss://api.openai.com/v1/realtime"),
    /** The host is the customer's own: the URL must be given. */
    AZURE("");

    private static final String PROVIDER = "earshot.realtime.provider";
    private static final String URL = "earshot.realtime.url";
    private static final String API_KEY = "earshot.realtime.api-key";

    private final String defaultUrl;

    RealtimeProvider(String defaultUrl) {
        this.defaultUrl = defaultUrl;
    }

    static RealtimeEndpoint endpoint(CheckedConfig checked) {
        String name = checked.oneOf(
                PROVIDER,
                Arrays.stream(values()).map(RealtimeProvider::wireName).toList());
        return valueOf(name.toUpperCase(Locale.ROOT)).read(checked);
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private RealtimeEndpoint read(CheckedConfig checked) {
        String model = checked.text("earshot.realtime.model", ".+", "the name of a model");
        int maxMessage = checked.integer("earshot.realtime.max-message-bytes", 65_536, 64 * 1024 * 1024);
        return new RealtimeEndpoint(uri(checked, model), headers(checked), maxMessage);
    }

    /** A URL that was given is whole: it is used as it is. */
    private URI uri(CheckedConfig checked, String model) {
        if (!checked.text(URL).isEmpty()) {
            return checked.uri(URL, Set.of("ws", "wss"));
        }
        if (defaultUrl.isEmpty()) {
            throw checked.refused(
                    URL, "with provider azure, wss://RESOURCE.openai.azure.com/openai/v1/realtime?model=DEPLOYMENT");
        }
        return URI.create(defaultUrl + "?model=" + URLEncoder.encode(model, StandardCharsets.UTF_8));
    }

    private Map<String, String> headers(CheckedConfig checked) {
        String key = checked.text(API_KEY);
        if (key.isEmpty()) {
            if (this != LOCAL) {
                throw checked.refused(API_KEY, "the key of your account, in EARSHOT_REALTIME_API_KEY");
            }
            return Map.of();
        }
        return this == AZURE ? Map.of("api-key", key) : Map.of("Authorization", "Bearer " + key);
    }
}
