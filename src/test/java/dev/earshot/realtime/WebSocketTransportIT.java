package dev.earshot.realtime;

import static dev.earshot.realtime.RecordingListener.PATIENCE;
import static dev.earshot.sockets.WireFrames.BINARY;
import static dev.earshot.sockets.WireFrames.CLOSE;
import static dev.earshot.sockets.WireFrames.CONTINUATION;
import static dev.earshot.sockets.WireFrames.PING;
import static dev.earshot.sockets.WireFrames.PONG;
import static dev.earshot.sockets.WireFrames.TEXT;
import static dev.earshot.sockets.WireFrames.bytes;
import static dev.earshot.sockets.WireFrames.closing;
import static dev.earshot.sockets.WireFrames.header;
import static dev.earshot.sockets.WireFrames.joined;
import static dev.earshot.sockets.WireFrames.unmasked;
import static dev.earshot.sockets.WireFrames.unmaskedStart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.AudioLoops;
import dev.earshot.sockets.SocketEnd;
import dev.earshot.sockets.SocketFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection to a service that does what the test says, byte by byte. */
class WebSocketTransportIT {

    private static final int MAX_MESSAGE = 64 * 1_024;
    private final AudioLoops loops = AudioLoops.start(1);
    private final RecordingListener listener = new RecordingListener();
    private ScriptedService service;
    private WebSocketTransport transport;
    private RealtimeConnection connection;

    @BeforeEach
    void serve() throws Exception {
        service = new ScriptedService();
    }

    @AfterEach
    void end() throws Exception {
        if (connection != null) {
            connection.execute(connection::close);
        }
        if (transport != null) {
            transport.close();
        }
        service.close();
        loops.close();
    }

    @Test
    void theUpgradeCarriesPathQueryAndHeaders() throws Exception {
        dial(
                "ws://127.0.0.1:" + service.port() + "/v1/realtime?model=m&intent=x",
                new RealtimeCredential.BearerKey("k"));
        String request = service.awaitRequest();
        assertThat(request.lines().toList())
                .startsWith("GET /v1/realtime?model=m&intent=x HTTP/1.1")
                .anyMatch(line -> line.equalsIgnoreCase("authorization: Bearer k"))
                .anyMatch(line -> line.equalsIgnoreCase("host: 127.0.0.1:" + service.port()));
    }

    @Test
    void textsGoBothWays() throws Exception {
        open();
        service.sendText("{\"type\":\"session.created\"}");
        connection.execute(() -> {
            connection.send("{\"type\":\"session.update\"}");
            connection.append(new byte[] {1, 2, 3, 4, 9, 9}, 4);
            connection.flush();
        });
        assertThat(service.read().text()).isEqualTo("{\"type\":\"session.update\"}");
        assertThat(service.read().text()).isEqualTo("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AQIDBA==\"}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.texts).containsExactly("{\"type\":\"session.created\"}"));
    }

    @Test
    void aTextInTheSamePacketAsThe101IsHeardAfterTheOpening() throws Exception {
        dial();
        service.accept(unmasked(TEXT, bytes("first")), unmaskedStart(TEXT, bytes("sec")));
        service.send(unmasked(CONTINUATION, bytes("ond")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.told).containsExactly("opened", "text", "text"));
        assertThat(listener.texts).containsExactly("first", "second");
    }

    @Test
    void aCloseInTheSamePacketAsThe101IsToldAfterTheOpening() throws Exception {
        dial();
        service.accept(unmasked(TEXT, bytes("error")), unmasked(CLOSE, closing(3000, "invalid_api_key")));
        assertThat(listener.awaitEnd())
                .isEqualTo(new ConnectionEnd.Ended(new SocketEnd.Closed(3000, "invalid_api_key")));
        assertThat(listener.told).containsExactly("opened", "text", "ended");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401, 403, 404, 429, 500, 503})
    void aRefusalSaysItsStatus(int status) throws Exception {
        dial();
        service.awaitRequest();
        service.send(bytes("HTTP/1.1 " + status + " No\r\nContent-Length: 12\r\n\r\n{\"error\":{}}"));
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Refused(status));
        service.awaitEnd();
        assertThat(listener.told).containsExactly("ended");
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After: 7,7000",
        "retry-after-ms: 1500,1500",
        "Retry-After: 999999,300000",
        "'Retry-After: Sun, 22 Nov 2026 10:00:00 GMT',0",
        "Retry-After: -1,0",
        "Retry-After: 99999999999999999999,0"
    })
    void aRefusalSaysWhenToComeBack(String header, long millis) throws Exception {
        dial();
        service.awaitRequest();
        service.send(bytes("HTTP/1.1 429 No\r\n" + header + "\r\nContent-Length: 0\r\n\r\n"));
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Refused(429, Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10000000", "Transfer-Encoding: chunked", "Connection: close"})
    void theBodyOfARefusalIsNotWaitedFor(String header) throws Exception {
        dial();
        service.awaitRequest();
        service.send(bytes("HTTP/1.1 401 Unauthorized\r\n" + header + "\r\n\r\n"));
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Refused(401));
        service.awaitEnd();
    }

    @Test
    void aWrongAcceptKeyIsNoWebSocket() throws Exception {
        dial();
        service.awaitRequest();
        service.send(bytes(ScriptedService.switching("d3Jvbmcga2V5IQ==")));
        assertThat(listener.awaitEnd()).isInstanceOf(ConnectionEnd.Unreachable.class);
        service.awaitEnd();
        assertThat(listener.told).containsExactly("ended");
    }

    @Test
    void whatIsNotHttpIsNoWebSocket() throws Exception {
        dial();
        service.awaitRequest();
        service.send(bytes("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
        assertThat(listener.awaitEnd()).isNotInstanceOf(ConnectionEnd.Ended.class);
        service.awaitEnd();
    }

    @Test
    void aServiceThatHangsUpBeforeItAnswersIsUnreachable() throws Exception {
        dial();
        service.awaitRequest();
        service.reset();
        assertThat(listener.awaitEnd()).isInstanceOf(ConnectionEnd.Unreachable.class);
        assertThat(listener.told).containsExactly("ended");
    }

    @Test
    void aConnectionThatIsGivenUpBeforeTheAnswerEndsWithoutAWord() throws Exception {
        dial();
        service.awaitRequest();
        connection.execute(connection::close);
        service.awaitEnd();
        onItsThread(() -> {});
        assertThat(listener.told).isEmpty();
    }

    @Test
    void aConnectionThatIsGivenUpAtOnceIsNotEvenDialled() throws Exception {
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        loops.of("c").execute(() -> {
            entered.complete(null);
            goOn.join();
        });
        entered.get();
        dial();
        connection.abort(new IllegalStateException("given up"));
        goOn.complete(null);
        assertThat(listener.awaitEnd())
                .isInstanceOfSatisfying(ConnectionEnd.Unreachable.class, end -> assertThat(end.cause())
                        .hasStackTraceContaining("given up"));
        onItsThread(() -> {});
        assertThat(listener.told).containsExactly("ended");
    }

    @Test
    void aConnectionThatIsAbortedBeforeTheAnswerSaysSoOnce() throws Exception {
        dial();
        service.awaitRequest();
        connection.abort(new IllegalStateException("given up"));
        assertThat(listener.awaitEnd()).isInstanceOf(ConnectionEnd.Unreachable.class);
        service.awaitEnd();
        onItsThread(() -> {});
        assertThat(listener.told).containsExactly("ended");
    }

    @Test
    void whereNobodyListensNothingIsReached() throws Exception {
        try (Socket silent = new Socket()) {
            // bound, so that nobody else is given the port, and not listening
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            dial("ws://127.0.0.1:" + silent.getLocalPort() + "/", new RealtimeCredential.None());
            assertThat(listener.awaitEnd())
                    .isInstanceOfSatisfying(ConnectionEnd.Unreachable.class, end -> assertThat(end.cause())
                            .isInstanceOf(ConnectException.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://unknown.invalid/", "ws://no_host_name/"})
    void whatIsNoHostIsNotReached(String url) {
        dial(url, new RealtimeCredential.None());
        assertThat(listener.awaitEnd()).isInstanceOf(ConnectionEnd.Unreachable.class);
        assertThat(listener.told).containsExactly("ended");
    }

    @ParameterizedTest
    @CsvSource({"1000, done", "1001, Your session hit the maximum duration of 60 minutes.", "3000, key", "4000, beta"})
    void theServicesCloseIsAnsweredAndTold(int code, String reason) throws Exception {
        open();
        service.send(unmasked(CLOSE, closing(code, reason)));
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Ended(new SocketEnd.Closed(code, reason)));
        ScriptedService.Frame answer = service.read();
        assertThat(answer.opcode()).isEqualTo(CLOSE);
        assertThat(answer.closeCode()).isEqualTo(code);
        service.awaitEnd();
    }

    @Test
    void ourCloseIsSentAndNothingIsToldAnyMore() throws Exception {
        open();
        connection.execute(connection::close);
        ScriptedService.Frame close = service.read();
        assertThat(close.opcode()).isEqualTo(CLOSE);
        assertThat(close.closeCode()).isEqualTo(1000);
        // At once: two seconds later the connection is gone, and a second write would be met by a reset.
        service.send(joined(
                unmasked(TEXT, bytes("late")), unmasked(PING, bytes("late")), unmasked(CLOSE, closing(1000, ""))));
        service.awaitGone();
        onItsThread(() -> {});
        assertThat(listener.told).containsExactly("opened");
    }

    @Test
    void aServiceThatDoesNotAnswerOurCloseIsLeft() throws Exception {
        open();
        connection.execute(connection::close);
        assertThat(service.read().opcode()).isEqualTo(CLOSE);
        service.awaitEnd();
    }

    @Test
    void aConnectionThatBreaksIsLost() throws Exception {
        open();
        service.reset();
        assertLost();
    }

    @Test
    void aConnectionThatEndsWithoutACloseFrameIsLost() throws Exception {
        open();
        service.sendText("last");
        service.finish();
        assertFailed(SocketFailure.Kind.NO_CLOSE_FRAME);
        assertThat(listener.told).containsExactly("opened", "text", "ended");
        service.awaitEnd();
    }

    @Test
    void aPingIsAnsweredOnce() throws Exception {
        open();
        service.send(unmasked(PING, bytes("there?")));
        ScriptedService.Frame pong = service.read();
        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.text()).isEqualTo("there?");
        connection.execute(() -> {
            connection.send("next");
            connection.flush();
        });
        assertThat(service.read().text()).isEqualTo("next");
    }

    @Test
    void aMessageThatIsTooLargeEndsTheSessionAndTheServiceIsToldWhy() throws Exception {
        open();
        service.send(unmasked(TEXT, new byte[MAX_MESSAGE]));
        service.send(header(0x80 | TEXT, false, MAX_MESSAGE + 1));
        assertFailed(SocketFailure.Kind.MESSAGE_TOO_LARGE);
        assertThat(listener.texts).hasSize(1);
        assertThat(service.read().closeCode()).isEqualTo(1009);
        service.awaitGone();
    }

    @Test
    void fragmentsThatAreTooLargeTogetherEndTheSession() throws Exception {
        open();
        service.send(unmaskedStart(TEXT, new byte[MAX_MESSAGE]));
        service.send(unmasked(CONTINUATION, new byte[1]));
        assertFailed(SocketFailure.Kind.MESSAGE_TOO_LARGE);
        assertThat(service.read().closeCode()).isEqualTo(1009);
        service.awaitGone();
    }

    @Test
    void whatIsNotTheProtocolEndsTheSessionAndTheServiceIsToldWhy() throws Exception {
        open();
        service.send(unmasked(CONTINUATION, bytes("of nothing")));
        assertFailed(SocketFailure.Kind.PROTOCOL_VIOLATION);
        assertThat(service.read().closeCode()).isEqualTo(1002);
        service.awaitGone();
    }

    @Test
    void aBinaryMessageIsAnEmptyText() throws Exception {
        open();
        service.send(unmasked(BINARY, bytes("{}")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(listener.texts).containsExactly(""));
    }

    @Test
    void aFaultOfTheListenersEndsTheSession() throws Exception {
        open();
        listener.onTextThrows = new IllegalStateException("a fault");
        service.sendText("x");
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Ended(new SocketEnd.Failed(listener.onTextThrows)));
        service.awaitGone();
    }

    @Test
    void aFaultOfATasksEndsTheSession() throws Exception {
        open();
        IllegalStateException fault = new IllegalStateException("a fault");
        connection.execute(() -> {
            throw fault;
        });
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Ended(new SocketEnd.Failed(fault)));
        service.awaitGone();
    }

    @Test
    void aServiceThatDoesNotReadIsNotGivenMoreThanItsRoomAndHasAllOfItLater() throws Exception {
        open();
        AtomicInteger appended = new AtomicInteger();
        appendUntilNothingMoreIsTaken(appended);
        int before = appended.get();
        int told = listener.writable.get();
        assertThat(before).isGreaterThan(10);

        FutureTask<Integer> read = ScriptedService.beside(() -> {
            int events = 0;
            while (events < before) {
                assertThat(service.read().text()).endsWith("\"}").hasSize(APPEND_CHARS);
                events++;
            }
            return events;
        });
        assertThat(ScriptedService.result(read)).isEqualTo(before);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.writable.get()).isGreaterThan(told));
        await().atMost(PATIENCE).until(this::writable);
    }

    @Test
    void whatAServiceDoesNotReadDoesNotKeepAnAbortedConnectionOpen() throws Exception {
        open();
        appendWhileWritable(new AtomicInteger());
        await().atMost(PATIENCE).until(() -> !writable());
        connection.abort(new SocketFailure(SocketFailure.Kind.PEER_TAKES_NOTHING, "takes nothing"));
        assertFailed(SocketFailure.Kind.PEER_TAKES_NOTHING);
        service.awaitGoneWithoutReading();
    }

    @Test
    void whatAServiceDoesNotReadDoesNotKeepAConnectionOpenThatItCloses() throws Exception {
        open();
        appendWhileWritable(new AtomicInteger());
        await().atMost(PATIENCE).until(() -> !writable());
        service.send(unmasked(CLOSE, closing(1001, "")));
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Ended(new SocketEnd.Closed(1001, "")));
        service.awaitGoneWithoutReading();
    }

    @Test
    void textsThatNobodyTakesAreLeftInTheNetworkAndComeLater() throws Exception {
        open();
        int all = 2_000;
        String filler = "x".repeat(20_000);
        FutureTask<Integer> sending = ScriptedService.beside(() -> {
            for (int i = 0; i < all; i++) {
                service.sendText(i + filler);
                service.send(unmasked(PING, bytes("p")));
            }
            return all;
        });
        await().atMost(PATIENCE).until(() -> listener.texts.size() >= 32);
        await().during(500, TimeUnit.MILLISECONDS).atMost(PATIENCE).until(listener.texts::size, n -> n < 100);
        assertThat(sending.isDone()).isFalse();

        for (int i = 0; i < all; i++) {
            assertThat(listener.untaken.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(i + filler);
            connection.taken();
        }
        assertThat(ScriptedService.result(sending)).isEqualTo(all);
    }

    private static final int APPEND_BYTES = 4_800;
    private static final int APPEND_CHARS =
            "{\"type\":\"input_audio_buffer.append\",\"audio\":\"\"}".length() + APPEND_BYTES / 3 * 4;

    private void appendWhileWritable(AtomicInteger appended) {
        connection.execute(() -> {
            while (connection.writable()) {
                connection.append(new byte[APPEND_BYTES], APPEND_BYTES);
                connection.flush();
                appended.incrementAndGet();
            }
        });
    }

    /** The network may take some of it only a moment later. */
    private void appendUntilNothingMoreIsTaken(AtomicInteger appended) {
        await().during(500, TimeUnit.MILLISECONDS).atMost(PATIENCE).until(() -> {
            boolean full = !writable();
            appendWhileWritable(appended);
            return full;
        });
    }

    private boolean writable() throws Exception {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        connection.execute(() -> answer.complete(connection.writable()));
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Does it, after all that is under way there. */
    private boolean onItsThread(Runnable task) throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        connection.execute(() -> {
            task.run();
            done.complete(true);
        });
        return done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void assertLost() {
        assertThat(listener.awaitEnd()).isInstanceOfSatisfying(ConnectionEnd.Ended.class, end -> assertThat(end.how())
                .isInstanceOfSatisfying(SocketEnd.Failed.class, failed -> assertThat(failed.cause())
                        .isInstanceOfAny(IOException.class, SocketFailure.class)));
    }

    private void assertFailed(SocketFailure.Kind kind) {
        assertThat(listener.awaitEnd()).isInstanceOfSatisfying(ConnectionEnd.Ended.class, end -> assertThat(end.how())
                .isInstanceOfSatisfying(SocketEnd.Failed.class, failed -> assertThat(failed.cause())
                        .isInstanceOfSatisfying(SocketFailure.class, failure -> assertThat(failure.kind())
                                .isEqualTo(kind))));
    }

    private void dial() {
        dial("ws://127.0.0.1:" + service.port() + "/v1/realtime", new RealtimeCredential.None());
    }

    private void dial(String url, RealtimeCredential credential) {
        transport = new WebSocketTransport(loops, new RealtimeEndpoint(URI.create(url), credential, MAX_MESSAGE));
        connection = transport.connect("c", listener);
    }

    private void open() throws Exception {
        dial();
        service.accept();
        listener.awaitOpened();
    }
}
