package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket and nothing more: sends any bytes, and shows each message of the server as it came. */
final class RawClient implements WebSocket.Listener {

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private RawClient(String url, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        this.socket = builder.buildAsync(URI.create(url), this).join();
    }

    static RawClient connect(String url, String... headers) {
        return new RawClient(url, headers);
    }

    RawClient sendText(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    RawClient sendBinary(String text) {
        socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true)
                .join();
        return this;
    }

    RawClient handshake() {
        sendText("{\"protocol\":\"json\",\"version\":1}\u001e");
        expect("text {}\u001e");
        return this;
    }

    void expect(String message) {
        assertThat(next()).isEqualTo(message);
    }

    /** The server ends the connection, having said nothing but perhaps that it heard. */
    void expectEnd() {
        String last = next();
        while (last.startsWith("text {\"type\":8")) {
            last = next();
        }
        assertThat(last).isIn("close 1000", "close 1006", "error");
    }

    /** One message, with its kind before it; or how the socket closed. */
    String next() {
        try {
            return String.valueOf(received.poll(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void abort() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add("text " + partial);
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        received.add("binary " + StandardCharsets.UTF_8.decode(data));
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        received.add("close " + statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        received.add("error");
    }
}
