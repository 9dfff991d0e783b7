package dev.earshot.realtime;

import java.net.URI;
import java.util.Map;

/**
 * Where the realtime service is and what it wants to see at the door.
 *
 * @param uri a whole ws or wss URL with its query
 * @param headers sent with the upgrade; may hold a secret
 * @param maxMessageChars a longer message from the service ends the session
 */
public record RealtimeEndpoint(URI uri, Map<String, String> headers, int maxMessageChars) {
    public RealtimeEndpoint {
        headers = Map.copyOf(headers);
    }

    /** Without header values: a record's own text would put the key into a log. */
    @Override
    public String toString() {
        return "RealtimeEndpoint[" + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + uri.getPath()
                + "]";
    }
}
