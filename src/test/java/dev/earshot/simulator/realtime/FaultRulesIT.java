package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.Patience;
import dev.earshot.simulator.speech.Sound;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A rule")
class FaultRulesIT {

    private static final String UPDATE =
            """
            {"type":"session.update","session":{"type":"realtime","output_modalities":["text"],"audio":{"input":{
             "transcription":{"model":"gpt-realtime-whisper"},"turn_detection":{"type":"server_vad",
             "silence_duration_ms":500,"create_response":false,"interrupt_response":false}}}}}""";
    private static final String CLEAR = "{\"type\":\"input_audio_buffer.clear\"}";
    private static final String HANDSHAKE =
            """
            GET /v1/realtime?model=m HTTP/1.1\r
            Host: localhost\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private final List<Peer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
    }

    @Test
    @DisplayName("counts sessions from its injection, and leaves the others alone")
    void counts() {
        connect().await("session.created");
        int before = FIXTURE.server().sessions().size();
        inject("session 2: error insufficient_quota close 4000 before created");

        connect().await("session.created");
        Peer second = connect();
        connect().await("session.created");

        assertThat(second.end()).isEqualTo("closed 4000 invalid_request_error.insufficient_quota");
        assertThat(second.types()).containsExactly("error");
        assertThat(second.awaitError()).isEqualTo("insufficient_quota");
        assertThat(FIXTURE.server().sessions().stream().skip(before).map(session -> session.faults()
                        .size()))
                .containsExactly(0, 1, 0);
    }

    @Test
    @DisplayName("refuses an upgrade, with the seconds to wait")
    void refuses() {
        inject("session 1: refuse 503 retry-after 2s");

        assertThatThrownBy(this::connect).satisfies(e -> {
            var answer = ((WebSocketHandshakeException) e.getCause()).getResponse();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        });
        connect().await("session.created");
    }

    @Test
    @DisplayName("never answers an upgrade, or resets it")
    void noUpgrade() throws IOException {
        inject("session 1: silence at upgrade", "session 2: reset at upgrade");

        try (Socket silent = knock();
                Socket reset = knock()) {
            assertThatThrownBy(() -> read(reset)).isInstanceOf(IOException.class);
            silent.setSoTimeout(300);
            assertThatThrownBy(() -> read(silent)).hasMessageContaining("timed out");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"updated", "speech_started", "committed", "completed"})
    @DisplayName("resets the connection before any event")
    void resetsAtAnyPoint(String event) {
        inject("reset before " + event);
        Peer peer = connect();
        try {
            peer.send(UPDATE).append(speech(), 100);
        } catch (RuntimeException reset) {
            assertThat(reset).as("it may come while we still speak").isNotNull();
        }

        assertThat(peer.end()).matches("failed .*|closed 1006");
        assertThat(peer.types()).noneMatch(type -> type.endsWith("." + event));
    }

    @Test
    @DisplayName("resets the connection before the first event: the reset may overtake the upgrade")
    void resetsAtFirst() throws IOException {
        inject("reset before created");

        try (Socket socket = knock()) {
            assertThatThrownBy(() -> {
                        while (true) {
                            assertThat(read(socket)).as("no frame").isNotEqualTo(0x81);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(lastSession().faults()).containsExactly("reset before created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "updated", "speech_started", "completed"})
    @DisplayName("is silent from any event on: no event, no pong, no close")
    void silentAtAnyPoint(String event) {
        inject("silence before " + event);
        Peer peer = connect();
        peer.send(UPDATE).append(speech(), 100);
        Awaitility.await()
                .atMost(Patience.LIMIT)
                .until(() -> !lastSession().faults().isEmpty());

        peer.send(CLEAR).ping();

        assertThat(peer.pongWithin(Duration.ofMillis(300))).isFalse();
        assertThat(peer.types()).noneMatch(type -> type.endsWith("." + event) || type.endsWith(".cleared"));
    }

    @Test
    @DisplayName("stalls a session whose socket still answers pings")
    void stalls() {
        inject("stall after updated");
        Peer peer = connect();
        peer.send(UPDATE).await("session.updated");

        peer.send(CLEAR).ping();

        assertThat(peer.pongWithin(Patience.LIMIT)).isTrue();
        assertThat(peer.all("input_audio_buffer.cleared")).isEmpty();
    }

    @Test
    @DisplayName("closes with a code after a time, in a session that lives already, too")
    void closesAfterATime() {
        Peer peer = connect();
        peer.await("session.created");

        inject("close 1011 after 10ms");

        assertThat(peer.end()).isEqualTo("closed 1011");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expire after committed", "expire with error after committed"})
    @DisplayName("lets a session expire at any point, both ways")
    void expires(String rule) {
        inject(rule);
        Peer peer = connect();
        peer.send(UPDATE).appendUntilClosed(speech(), 100);

        assertThat(peer.end()).isEqualTo("closed 1001 Your session hit the maximum duration of 60 minutes.");
        assertThat(peer.all("error").stream()
                        .map(event -> event.at("/error/code").asText()))
                .isEqualTo(rule.contains("error") ? List.of("session_expired") : List.of());
    }

    @Test
    @DisplayName("sends an error by its code and goes on")
    void error() {
        inject("error server_error after updated");
        Peer peer = connect();

        peer.send(UPDATE);

        assertThat(peer.awaitError()).isEqualTo("server_error");
        peer.send(CLEAR).await("input_audio_buffer.cleared");
    }

    @Test
    @DisplayName("stops reading for a while: what was sent meanwhile is heard afterwards")
    void stopsReading() {
        inject("stop reading for 400ms after created");
        Peer peer = connect();
        peer.await("session.created");

        peer.send(CLEAR).send("{\"type\":\"input_audio_buffer.commit\"}");

        assertThat(peer.awaitError()).isEqualTo("input_audio_buffer_commit_empty");
        assertThat(peer.types()).containsExactly("session.created", "input_audio_buffer.cleared", "error");
    }

    @Test
    @DisplayName("that stops reading fills the socket of a client that goes on")
    void backPressure() throws IOException {
        inject("stop reading for 1m after created");
        try (Socket socket = knock()) {
            read(socket);
            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .until(() -> !lastSession().faults().isEmpty());
            AtomicLong written = new AtomicLong();
            Thread writer = new Thread(() -> write(socket, written));
            writer.start();

            AtomicLong before = new AtomicLong();
            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .during(Duration.ofMillis(500))
                    .until(() -> writer.isAlive() && before.getAndSet(written.get()) == written.get());
        }
    }

    @Test
    @DisplayName("is not needed to cut off a client that does not read")
    void slowReader() throws IOException {
        try (Socket socket = knock()) {
            byte[] event = ("{\"type\":\"" + "x".repeat(60_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
            byte[] frame = new byte[event.length + 8];
            frame[0] = (byte) 0x81;
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (event.length >> 8);
            frame[3] = (byte) event.length;
            System.arraycopy(event, 0, frame, 8, event.length);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 5_000; i++) {
                            socket.getOutputStream().write(frame);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private static byte[] speech() {
        return Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400);
    }

    private static Socket knock() throws IOException {
        Socket socket = new Socket("127.0.0.1", FIXTURE.server().port());
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Writes for as long as it can. */
    private static void write(Socket socket, AtomicLong written) {
        try {
            while (true) {
                socket.getOutputStream().write(new byte[65_536]);
                written.addAndGet(65_536);
            }
        } catch (IOException closed) {
            written.set(-1);
        }
    }

    private static int read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int first = in.read();
        if (first < 0) {
            throw new IOException("closed");
        }
        return first;
    }

    private Peer connect() {
        Peer peer = Peer.connect(FIXTURE.server());
        peers.add(peer);
        return peer;
    }

    private static SessionRecord lastSession() {
        List<SessionRecord> sessions = FIXTURE.server().sessions();
        return sessions.get(sessions.size() - 1);
    }

    private static void inject(String... rules) {
        FIXTURE.server().inject(Faults.of(rules));
    }
}
