package dev.earshot.realtime;

import java.net.URI;

/**
 * Where the realtime service is and what it wants to see at the door.
 *
 * @param uri a whole ws or wss URL with its query
 * @param credential shown with the upgrade
 * @param maxMessageBytes a longer message from the service ends the session
 */
public record RealtimeEndpoint(URI uri, RealtimeCredential credential, int maxMessageBytes) {

    /** Whether TLS is spoken there. */
    boolean secure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /** The URL's, or the scheme's own. */
    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /** Without query and credential: a URL may carry a key in its query. */
    @Override
    public String toString() {
        return "RealtimeEndpoint[" + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + uri.getPath()
                + "]";
    }
}
