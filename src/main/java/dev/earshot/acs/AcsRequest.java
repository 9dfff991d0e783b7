package dev.earshot.acs;

import dev.earshot.access.Bearer;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;

/**
 * What the platform shows when it comes in for a call.
 *
 * @param callId ours, of the path
 * @param connectionId the platform's own, as the header {@code x-ms-call-connection-id} says
 * @param token of the header {@code Authorization}
 * @param secret of the path or the query
 */
public record AcsRequest(
        String callId, Optional<String> connectionId, Optional<String> token, Optional<String> secret) {

    private static final String CONNECTION_ID = "x-ms-call-connection-id";
    private static final String SECRET = "secret";

    static AcsRequest of(String callId, HttpRequest request) {
        return new AcsRequest(
                callId,
                header(request, CONNECTION_ID),
                header(request, "Authorization").flatMap(Bearer::token),
                secret(request));
    }

    /** The same, with what the path says where the query says nothing. */
    AcsRequest withSecret(Optional<String> ofPath) {
        return new AcsRequest(callId, connectionId, token, secret.or(() -> ofPath));
    }

    /** A query that is none is not told: whoever logged it might log a secret. */
    private static Optional<String> secret(HttpRequest request) {
        try {
            return request.getUri().query().get(SECRET);
        } catch (IllegalUriException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Neither token nor secret. */
    @Override
    public String toString() {
        return "AcsRequest[" + callId + "]";
    }
}
