package dev.earshot.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Earshot's REST, asked one thing after the other. Redirects are not followed: they could take the token elsewhere. */
final class EarshotApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Of an answer that is read as a whole, which a page of events or calls is far from. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(4 * 1024 * 1024)
                        .build());
    }

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI home;
    private final String token;
    private final Duration patience;

    /** @param token empty for none */
    EarshotApi(URI home, String token) {
        this(home, token, TIMEOUT);
    }

    /** @param patience with an answer, and then with each part of it */
    EarshotApi(URI home, String token, Duration patience) {
        this.home = home;
        this.token = token;
        this.patience = patience;
    }

    /** Takes an answer while it comes. */
    @FunctionalInterface
    interface Taker {
        void take(InputStream body) throws IOException;
    }

    /** It could not be had; the message says why. */
    static final class Problem extends RuntimeException {
        private final int status;

        Problem(int status, String message) {
            super(message);
            this.status = status;
        }

        /** To exit with. */
        int status() {
            return status;
        }
    }

    /** The path of something of one call. */
    static String ofCall(String callId, String what) {
        return "/api/calls/" + encoded(callId) + what;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path, Map<String, String> query) throws InterruptedException {
        StringBuilder all = new StringBuilder(path);
        query.forEach((name, value) -> all.append(all.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
        try (InputStream body = send("GET", all.toString())) {
            byte[] answer = body.readNBytes(MAX_ANSWER_BYTES + 1);
            if (answer.length > MAX_ANSWER_BYTES) {
                throw new Problem(CallsMain.FAILED, "Earshot answered with more than can be read");
            }
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new Problem(CallsMain.FAILED, "What answered at " + home + " is no Earshot");
        } catch (IOException e) {
            throw brokenOff();
        }
    }

    void download(String path, Taker taker) throws InterruptedException {
        try (InputStream body = send("GET", path)) {
            taker.take(body);
        } catch (IOException e) {
            throw brokenOff();
        }
    }

    void delete(String path) throws InterruptedException {
        try (InputStream body = send("DELETE", path)) {
            body.readNBytes(MAX_ANSWER_BYTES);
        } catch (IOException e) {
            throw brokenOff();
        }
    }

    private InputStream send(String method, String path) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(home.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(patience);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Problem(
                    CallsMain.FAILED,
                    "Earshot does not answer at " + home + " (" + e.getClass().getSimpleName() + ")");
        }
        InputStream body = new AwaitedBody(response.body(), patience);
        if (response.statusCode() >= 200 && response.statusCode() < 300) {
            return body;
        }
        throw refused(response.statusCode(), error(body));
    }

    private Problem refused(int status, JsonNode error) {
        String code = error.path("code").asText("");
        if (status == 401 || status == 403) {
            String what = token.isEmpty() ? "a token is asked for, in EARSHOT_CONSOLE_TOKEN" : "the token does not do";
            return new Problem(
                    CallsMain.NOT_LET_IN, "Earshot lets nobody in: " + what + " (" + status + " " + code + ")");
        }
        String message = error.path("message").asText("");
        return new Problem(
                code.equals("unknownCall") ? CallsMain.UNKNOWN_CALL : CallsMain.FAILED,
                message.isEmpty() ? "Earshot answered " + status : message + " (" + status + " " + code + ")");
    }

    private static JsonNode error(InputStream body) {
        try (body) {
            return JSON.readTree(body.readNBytes(MAX_ANSWER_BYTES)).path("error");
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static Problem brokenOff() {
        return new Problem(CallsMain.FAILED, "The answer broke off; what there is of it is not whole");
    }
}
