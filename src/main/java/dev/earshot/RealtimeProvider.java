package dev.earshot;

import dev.earshot.realtime.RealtimeCredential;
import dev.earshot.realtime.RealtimeEndpoint;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Whose realtime service it is. One protocol for all of them; they differ in where it is and what is shown at the door. */
enum RealtimeProvider {
    LOCAL,
    OPENAI,
    AZURE;

    static final String KEY = "earshot.realtime.provider";

    static RealtimeProvider of(CheckedConfig checked) {
        return checked.oneOf(KEY, List.of(values()), RealtimeProvider::wireName);
    }

    /** Where the service is, and what is shown there. */
    static RealtimeEndpoint endpoint(CheckedConfig checked) {
        RealtimeProvider provider = of(checked);
        URI uri = RealtimeAddress.of(provider, checked);
        RealtimeCredential credential = CredentialSettings.credential(provider, checked);
        RealtimeAddress.refuseOpenWire(uri, credential, checked);
        int maxMessage = checked.integer("earshot.realtime.max-message-bytes", 65_536, 64 * 1024 * 1024);
        return new RealtimeEndpoint(uri, credential, maxMessage);
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
