package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.Patience;
import dev.earshot.simulator.realtime.Faults.Created;
import dev.earshot.simulator.realtime.Faults.Transcription;
import dev.earshot.simulator.realtime.Faults.Update;
import dev.earshot.simulator.speech.Sound;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsIT {

    private static final String UPDATE = "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}";
    private static final String PING = "{\"type\":\"input_audio_buffer.clear\"}";

    private static final Duration LONGER_THAN_THE_TEST = Duration.ofMinutes(10);

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private Peer peer;

    @AfterEach
    void close() {
        if (peer != null) {
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 429})
    void refuses_the_upgrade_with_a_status(int status) {
        inject(Faults.NONE.withUpgradeStatus(status).forAttempts(1));

        assertThatThrownBy(this::connect)
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(status));
        connect().await("session.created");
    }

    @Test
    void never_tells_of_the_session() {
        inject(Faults.NONE.withCreated(Created.NEVER));

        connect().send(PING).await("input_audio_buffer.cleared");

        assertThat(peer.all("session.created")).isEmpty();
    }

    @Test
    void holds_the_configuration_back_and_hears_with_the_one_before() {
        inject(Faults.NONE.withUpdateDelay(LONGER_THAN_THE_TEST));
        connect().send(UPDATE).send(PING).await("input_audio_buffer.cleared");
        assertThat(peer.all("session.updated")).isEmpty();
        peer.close();

        inject(Faults.NONE.withUpdateDelay(Duration.ofMillis(100)));
        connect().send(UPDATE).await("session.updated");
    }

    @Test
    void holds_the_first_event_back() {
        inject(Faults.NONE.withCreatedDelay(LONGER_THAN_THE_TEST));
        connect().send(PING).await("input_audio_buffer.cleared");
        assertThat(peer.types()).containsExactly("input_audio_buffer.cleared");
        peer.close();

        inject(Faults.NONE.withCreatedDelay(Duration.ofMillis(100)));
        connect().await("session.created");
    }

    @Test
    void answers_an_update_twice() {
        inject(Faults.NONE.withUpdate(Update.DOUBLED));

        connect().send(UPDATE).await("session.updated", 2);
    }

    @Test
    void applies_something_else_than_was_asked_for() {
        inject(Faults.NONE.withUpdate(Update.DISTORTED));

        connect().send(UPDATE);

        assertThat(peer.await("session.updated")
                        .at("/session/audio/input/turn_detection/create_response")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void never_answers_an_update() {
        inject(Faults.NONE.withUpdate(Update.IGNORED));

        connect().send(UPDATE).send(PING).await("input_audio_buffer.cleared");

        assertThat(peer.all("session.updated")).isEmpty();
    }

    @Test
    void refuses_an_update() {
        inject(Faults.NONE.withUpdate(Update.REFUSED));

        connect().send(UPDATE).await("error");

        assertThat(peer.all("session.updated")).isEmpty();
    }

    @Test
    void fails_a_transcription() {
        inject(Faults.NONE.withTranscription(Transcription.FAILED));

        assertThat(speak().await("conversation.item.input_audio_transcription.failed")
                        .at("/error/code")
                        .asText())
                .isEqualTo("DeploymentNotFound");
    }

    @Test
    void never_tells_a_transcription() {
        inject(Faults.NONE.withTranscription(Transcription.NEVER));

        speak().await("conversation.item.done");
        peer.send(PING).await("input_audio_buffer.cleared");

        assertThat(peer.types()).noneMatch(type -> type.contains("transcription"));
    }

    @Test
    void resets_what_is_connected_without_a_close_frame() {
        connect().await("session.created");

        FIXTURE.server().killAll();

        assertThat(peer.end()).contains("failed").contains("reset");
        SessionRecord record = lastSession();
        Awaitility.await().until(record::closed);
    }

    @Test
    void a_reset_is_a_reset_on_the_wire() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", FIXTURE.server().port())) {
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            socket.getOutputStream()
                    .write(("GET /v1/realtime?model=m HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            FIXTURE.server().killAll();

            assertThatThrownBy(() -> {
                        while (socket.getInputStream().read() >= 0) {}
                    })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void resets_once_so_much_was_appended() {
        inject(Faults.NONE.withKillAfterMs(1_000));

        connect().await("session.created");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        peer.append(Sound.silence24k(100), 100);
                    }
                })
                .isNotNull();

        // The kernel tells of a reset once. Where a write was told, the read that follows sees only an end.
        assertThat(peer.end()).matches("failed .*|closed 1006");
        assertThat(lastSession().appendedSamples()).isEqualTo(24_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ends_a_session_whose_time_is_up(boolean withError) {
        connect().await("session.created");

        FIXTURE.server().expireAll(withError);

        assertThat(peer.end()).isEqualTo("closed 1001 Your session hit the maximum duration of 60 minutes.");
        assertThat(peer.all("error"))
                .extracting(event -> event.at("/error/code").asText())
                .isEqualTo(withError ? List.of("session_expired") : List.of());
    }

    @Test
    void a_session_ends_when_it_said_it_would() {
        RealtimeServer brief = RealtimeServer.start(
                        FIXTURE.testKit().system(), ServerFixture.settings().withSessionDuration(Duration.ofSeconds(1)))
                .toCompletableFuture()
                .join();
        peer = Peer.connect(brief);

        assertThat(peer.end()).startsWith("closed 1001");
        brief.stop().toCompletableFuture().join();
    }

    @Test
    void what_is_no_realtime_endpoint_is_refused() {
        assertThat(status("/v1/other?model=m")).isEqualTo("HTTP/1.1 404 Not Found");
        assertThat(status("/v1/realtime?model=m")).isEqualTo("HTTP/1.1 426 Upgrade Required");
    }

    private String status(String target) {
        try (Socket socket = new Socket("127.0.0.1", FIXTURE.server().port())) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.lines().findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Peer speak() {
        peer = Peer.configured(
                FIXTURE.server(),
                "{\"type\":\"realtime\",\"audio\":{\"input\":{\"transcription\":{\"model\":\"gpt-realtime-whisper\"}}}}");
        return peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 100);
    }

    private Peer connect() {
        peer = Peer.connect(FIXTURE.server());
        return peer;
    }

    private static SessionRecord lastSession() {
        List<SessionRecord> sessions = FIXTURE.server().sessions();
        return sessions.get(sessions.size() - 1);
    }

    private static void inject(Faults faults) {
        FIXTURE.server().inject(faults);
    }
}
