package dev.earshot.realtime;

import java.net.URI;
import java.util.Map;

/**
 * Where the realtime service is and what it wants to see at the door.
 *
 * @param uri a whole ws or wss URL with its query
 * @param headers sent with the upgrade; may hold a secret
 * @param maxMessageBytes a longer message from the service ends the session
 */
public record RealtimeEndpoint(URI uri, Map<String, String> headers, int maxMessageBytes) {
    public RealtimeEndpoint {
        headers = Map.copyOf(headers);
    }

    /** Whether TLS is spoken there. */
    boolean secure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /** The URL's, or the scheme's own. */
    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /** Without header values: a record's own text would put the key into a log. */
    @Override
    public String toString() {
        return "RealtimeEndpoint[" + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + uri.getPath()
                + "]";
    }
}
