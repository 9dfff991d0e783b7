package dev.earshot.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.CallApiClient.ApiException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call as a console follows it: over the hub, in the JSON protocol of SignalR, without negotiation. Says of each hint
 * that it has been shown. Not safe for use by several threads.
 */
public final class CallFeed implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SEPARATOR = "\u001e";
    private static final int COMPLETION = 3;
    private static final int PING = 6;
    private static final int CLOSE = 7;

    /** The hub says something at least every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final String callId;
    private final Records records = new Records();
    private final WebSocket socket;
    private long after;

    /**
     * Connects.
     *
     * @throws ApiException where the hub is not there
     */
    public CallFeed(URI home, String callId) {
        this.callId = callId;
        try {
            this.socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .buildAsync(URI.create(home.toString().replaceFirst("^http", "ws") + "/hubs/calls"), records)
                    .join();
        } catch (CompletionException e) {
            throw new ApiException("the hub does not answer (" + e.getCause() + ")");
        }
        send(JSON.createObjectNode().put("protocol", "json").put("version", 1));
    }

    /**
     * Hands on each event until the call's end. As soon as one has been handed on, it counts as shown.
     *
     * @throws ApiException where the hub is lost, or does not know the call
     */
    public void follow(Consumer<JsonNode> onEvent) throws InterruptedException {
        subscribe();
        boolean ended = false;
        while (!ended) {
            JsonNode record = next();
            if (record.path("type").asInt() == PING) {
                send(JSON.createObjectNode().put("type", PING));
            } else if (record.path("target").asText().equals("resume")) {
                subscribe();
            } else {
                ended = take(record, onEvent);
            }
        }
    }

    private boolean take(JsonNode record, Consumer<JsonNode> onEvent) {
        if (record.has("error") || record.path("type").asInt() == CLOSE) {
            throw new ApiException("the hub said: " + record.path("error").asText("goodbye"));
        }
        boolean answer = record.path("type").asInt() == COMPLETION;
        boolean ended = false;
        for (JsonNode event : record.at(answer ? "/result/events" : "/arguments")) {
            ended |= event.path("seq").asLong() > after && show(event, onEvent);
        }
        return ended;
    }

    private boolean show(JsonNode event, Consumer<JsonNode> onEvent) {
        after = event.path("seq").asLong();
        onEvent.accept(event);
        if (event.path("type").asText().equals("hintOffered")) {
            ObjectNode outcome = invocation("Outcome");
            outcome.withArray("arguments").add(event.path("hint").asText()).add("rendered");
            send(outcome);
        }
        return event.path("type").asText().equals("callEnded");
    }

    private void subscribe() {
        ObjectNode subscribe = invocation("Subscribe").put("invocationId", "s");
        subscribe.withArray("arguments").add(after);
        send(subscribe);
    }

    private ObjectNode invocation(String target) {
        ObjectNode record = JSON.createObjectNode().put("type", 1).put("target", target);
        record.putArray("arguments").add(callId);
        return record;
    }

    private JsonNode next() throws InterruptedException {
        String record = records.queue.poll(SILENCE.toSeconds(), TimeUnit.SECONDS);
        if (record == null || record.isEmpty()) {
            throw new ApiException("the hub was lost");
        }
        try {
            return JSON.readTree(record);
        } catch (JsonProcessingException e) {
            throw new ApiException("the hub said what is not JSON");
        }
    }

    private void send(ObjectNode record) {
        try {
            socket.sendText(record + SEPARATOR, true).join();
        } catch (CompletionException e) {
            throw new ApiException("the hub was lost");
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Cuts what arrives into records; an empty one is the end. */
    private static final class Records implements WebSocket.Listener {
        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            begun.append(data);
            int end = begun.indexOf(SEPARATOR);
            while (end >= 0) {
                queue.add(begun.substring(0, end));
                begun.delete(0, end + 1);
                end = begun.indexOf(SEPARATOR);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            queue.add("");
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            queue.add("");
        }
    }
}
