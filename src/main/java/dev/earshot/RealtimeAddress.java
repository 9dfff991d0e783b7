package dev.earshot;

import dev.earshot.realtime.RealtimeCredential;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** The URL of the realtime service: one that was given whole, or the provider's with the model in it. */
final class RealtimeAddress {
    private static final String URL = "earshot.realtime.url";
    private static final String MODEL = "earshot.realtime.model";
    private static final String RESOURCE = "earshot.realtime.azure.resource";

    private RealtimeAddress() {}

    static URI of(RealtimeProvider provider, CheckedConfig checked) {
        String model = model(checked);
        String resource = resource(provider, checked);
        if (!checked.text(URL).isEmpty()) {
            URI given = checked.uri(URL, Set.of("ws", "wss"));
            refusePreview(provider, given, checked);
            return given;
        }
        String query = "?model=" + URLEncoder.encode(model, StandardCharsets.UTF_8);
        return URI.create(
                switch (provider) {
                    case LOCAL -> "ws://127.0.0.1:8090/v1/realtime" + query;
                    case OPENAI -> "wss://api.openai.com/v1/realtime" + query;
                    case AZURE -> "wss://" + azureHost(resource, checked) + "/openai/v1/realtime" + query;
                });
    }

    /** The name that the service is told: of a model, or of a deployment. */
    static String modelName(CheckedConfig checked) {
        String model = model(checked);
        String url = checked.text(URL);
        return url.isEmpty() ? model : modelOf(checked.uri(URL, Set.of("ws", "wss")), model);
    }

    private static String model(CheckedConfig checked) {
        return checked.text(MODEL, ".+", "the name of a model");
    }

    private static String modelOf(URI url, String otherwise) {
        String query = url.getRawQuery();
        return query == null
                ? otherwise
                : Arrays.stream(query.split("&"))
                        .filter(parameter -> parameter.startsWith("model="))
                        .map(parameter -> parameter.substring("model=".length()))
                        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                        .findFirst()
                        .orElse(otherwise);
    }

    private static String resource(RealtimeProvider provider, CheckedConfig checked) {
        String resource = checked.text(
                RESOURCE,
                "|[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*",
                "the name of an Azure resource, or its host");
        if (!resource.isEmpty() && provider != RealtimeProvider.AZURE) {
            throw checked.refused(RESOURCE, "nothing, as long as the provider is " + provider.wireName());
        }
        return resource;
    }

    private static String azureHost(String resource, CheckedConfig checked) {
        if (resource.isEmpty()) {
            throw checked.refused(
                    RESOURCE,
                    "with provider azure, the name of the resource in EARSHOT_REALTIME_AZURE_RESOURCE, or in"
                            + " EARSHOT_REALTIME_URL wss://RESOURCE.openai.azure.com/openai/v1/realtime?model=DEPLOYMENT");
        }
        return resource.contains(".") ? resource : resource + ".openai.azure.com";
    }

    /** Without v1 in its path Azure speaks the protocol of before, which nobody here understands. */
    private static void refusePreview(RealtimeProvider provider, URI url, CheckedConfig checked) {
        if (provider == RealtimeProvider.AZURE && url.getPath().matches("/openai/realtime/?")) {
            throw checked.refused(
                    URL, "the v1 path, wss://HOST/openai/v1/realtime?model=DEPLOYMENT, without api-version");
        }
    }

    /** What is said in a call, and a key even more, leaves this machine encrypted or not at all. */
    static void refuseOpenWire(URI url, RealtimeCredential credential, CheckedConfig checked) {
        if (url.getScheme().equals("wss") || loopback(url.getHost())) {
            return;
        }
        if (credential.secret()) {
            throw checked.refused(URL, "wss:// where a key or token is shown, or a loopback address");
        }
        if (!checked.flag("earshot.insecure")) {
            throw checked.refused(
                    URL, "wss://, or a loopback address; EARSHOT_INSECURE=true allows ws:// without a key");
        }
    }

    /** By what is written alone: who a name is may change. */
    static boolean loopback(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host.replaceAll("^\\[|]$", ""));
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }
}
