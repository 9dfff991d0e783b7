package dev.earshot.acs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Answers to the platform that are {@code {"error":{"code","message"}}}. */
public final class AcsErrors {

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;

    private AcsErrors() {}

    /** With what HTTP wants beside the status (RFC 9110 §11.6.1), and when it is worth another try. */
    public static HttpResponse of(int status, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", message);
        HttpResponse answer =
                HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, body.toString());
        return switch (status) {
            case UNAUTHORIZED -> answer.addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
            case TOO_MANY_REQUESTS -> answer.addHeader(RawHeader.create("Retry-After", "1"));
            default -> answer;
        };
    }
}
