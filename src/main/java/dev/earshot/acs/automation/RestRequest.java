package dev.earshot.acs.automation;

import java.net.URI;
import java.util.Map;

/**
 * A request as it goes out.
 *
 * @param headers beside those of the transport ({@code Host}, {@code Content-Length})
 * @param body JSON, or empty
 */
record RestRequest(String method, URI uri, Map<String, String> headers, String body) {

    /** Without headers and body, which hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getRawPath();
    }
}
