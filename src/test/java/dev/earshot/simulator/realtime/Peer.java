package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A client of the realtime server, of another make: the JDK's WebSocket. */
final class Peer implements WebSocket.Listener {

    private static final Duration PATIENCE = Patience.LIMIT;

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final CompletableFuture<Void> pong = new CompletableFuture<>();
    private WebSocket socket;

    static Peer connect(RealtimeServer server) {
        return connect(server, "?model=gpt-realtime");
    }

    /** With this query, and headers as names and values by turns. */
    static Peer connect(RealtimeServer server, String query, String... headers) {
        Peer peer = new Peer();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        peer.socket = builder.buildAsync(URI.create(server.url() + query), peer)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return peer;
    }

    /** Connected and, with this {@code session}, configured. */
    static Peer configured(RealtimeServer server, String session) {
        Peer peer = connect(server);
        peer.await("session.created");
        peer.send("{\"type\":\"session.update\",\"session\":" + session + "}");
        peer.await("session.updated");
        return peer;
    }

    Peer send(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    /** Appends PCM at 24 kHz, in messages of {@code ms} milliseconds. */
    Peer append(byte[] pcm, int ms) {
        int size = ms * 48;
        for (int at = 0; at < pcm.length; at += size) {
            byte[] part = java.util.Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + size));
            send("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                    + Base64.getEncoder().encodeToString(part) + "\"}");
        }
        return this;
    }

    /** The same, as far as a server lets it that may end the session meanwhile. */
    Peer appendUntilClosed(byte[] pcm, int ms) {
        try {
            append(pcm, ms);
        } catch (CompletionException closed) {
            assertThat(closed).hasCauseInstanceOf(IOException.class);
        }
        return this;
    }

    /** Waits for the first event of this type. */
    JsonNode await(String type) {
        return await(type, event -> true);
    }

    JsonNode await(String type, Predicate<JsonNode> which) {
        return Awaitility.await("event " + type)
                .atMost(PATIENCE)
                .until(() -> find(type, which), found -> found != null);
    }

    /** Waits until there are {@code count} events of this type. */
    List<JsonNode> await(String type, int count) {
        return Awaitility.await(count + " events " + type)
                .atMost(PATIENCE)
                .until(() -> all(type), found -> found.size() >= count);
    }

    /** The code of the first error event. */
    String awaitError() {
        return await("error").at("/error/code").asText();
    }

    List<JsonNode> all(String type) {
        return events.stream().filter(event -> type(event).equals(type)).toList();
    }

    /** The types of all events so far, runs of deltas as one. */
    List<String> types() {
        List<String> types = new ArrayList<>();
        for (JsonNode event : events) {
            String type = type(event);
            boolean repeated = type.endsWith(".delta")
                    && !types.isEmpty()
                    && types.get(types.size() - 1).equals(type);
            if (!repeated) {
                types.add(type);
            }
        }
        return types;
    }

    List<JsonNode> events() {
        return events;
    }

    Peer ping() {
        socket.sendPing(ByteBuffer.allocate(0)).join();
        return this;
    }

    /** Whether any ping was answered. */
    boolean pongWithin(Duration duration) {
        try {
            pong.get(duration.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** How the connection ended: {@code closed 1000} and so on, or {@code failed …}. */
    String end() {
        return end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            try {
                events.add(Json.parse(message.toString()));
            } catch (RejectedException e) {
                throw new AssertionError(e);
            }
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        pong.complete(null);
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end.complete(("closed " + code + " " + reason).strip());
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end.complete("failed " + error);
    }

    private JsonNode find(String type, Predicate<JsonNode> which) {
        return all(type).stream().filter(which).findFirst().orElse(null);
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }
}
