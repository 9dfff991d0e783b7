package dev.earshot.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** What is asked of one call over REST, as any other program could. */
public final class CallApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI call;

    public CallApiClient(URI home, String callId) {
        this.call = home.resolve("/api/calls/" + callId);
    }

    public void open(Map<String, String> speakers) throws InterruptedException {
        ObjectNode setup = JSON.createObjectNode();
        ArrayNode entries = setup.putArray("speakers");
        speakers.forEach((participant, speaker) ->
                entries.addObject().put("participant", participant).put("speaker", speaker));
        send(HttpRequest.newBuilder(call).PUT(HttpRequest.BodyPublishers.ofString(setup.toString())));
    }

    /** The call's books. */
    public JsonNode ledger() throws InterruptedException {
        return get("/ledger");
    }

    private JsonNode get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(call + path)));
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new ApiException("the server answered " + answer.statusCode() + " " + answer.body());
            }
            String body = answer.body();
            return body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            throw new ApiException("the server answered what is not JSON");
        } catch (IOException e) {
            throw new ApiException("the server does not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The server does not answer, or answers that it will not. */
    public static final class ApiException extends RuntimeException {
        ApiException(String message) {
            super(message);
        }
    }
}
