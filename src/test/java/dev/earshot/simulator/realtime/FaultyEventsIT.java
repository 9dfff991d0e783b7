package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.speech.Sound;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What rules make of events; {@link FaultRulesIT} has what they do to connections. */
@DisplayName("A rule about events")
class FaultyEventsIT {

    private static final String COMPLETED = "conversation.item.input_audio_transcription.completed";
    private static final String UPDATE =
            """
            {"type":"session.update","session":{"type":"realtime","output_modalities":["text"],"audio":{"input":{
             "transcription":{"model":"gpt-realtime-whisper"},"turn_detection":{"type":"server_vad",
             "silence_duration_ms":500,"create_response":false,"interrupt_response":false}}}}}""";
    private static final String CLEAR = "{\"type\":\"input_audio_buffer.clear\"}";

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private final List<Peer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
    }

    @Test
    @DisplayName("doubles, drops and distorts what was named, and all of it at once")
    void alters() {
        inject(
                "double created",
                "delay updated by 10ms",
                "double updated",
                "distort updated audio.input.turn_detection.silence_duration_ms to 400",
                "distort updated instructions",
                "drop first input_audio_buffer.cleared");
        Peer peer = connect();

        peer.send(UPDATE).send(CLEAR).send(CLEAR);

        JsonNode session = peer.await("session.updated", 2).get(1).path("session");
        peer.await("input_audio_buffer.cleared");
        assertThat(peer.types())
                .containsExactlyInAnyOrder(
                        "session.created",
                        "session.created",
                        "input_audio_buffer.cleared",
                        "session.updated",
                        "session.updated");
        assertThat(session.at("/audio/input/turn_detection/silence_duration_ms").asInt())
                .isEqualTo(400);
        assertThat(session.path("instructions").asText()).endsWith("-not");
        assertThat(peer.all("session.created").get(0).path("event_id"))
                .isNotEqualTo(peer.all("session.created").get(1).path("event_id"));
    }

    @Test
    @DisplayName("delays what was named, and others overtake it")
    void delays() {
        inject("delay first updated by 60m");
        Peer peer = connect();

        peer.send(UPDATE).send(CLEAR).await("input_audio_buffer.cleared");
        assertThat(peer.all("session.updated")).isEmpty();

        peer.send(UPDATE).await("session.updated");
    }

    @Test
    @DisplayName("rejects what the client asks for, and nothing of it applies")
    void rejects() {
        inject("reject session.update with invalid_model");
        Peer peer = connect();

        peer.send(UPDATE.replaceFirst("\\{", "{\"event_id\":\"u1\","));

        JsonNode error = peer.await("error").path("error");
        assertThat(error.path("code").asText()).isEqualTo("invalid_model");
        assertThat(error.path("event_id").asText()).isEqualTo("u1");
        assertThat(peer.all("session.updated")).isEmpty();
    }

    @Test
    @DisplayName("lets the words of one turn come after those of the next")
    void reorders() {
        inject("reorder completions within 1m");
        Peer peer = connect();
        peer.send(UPDATE)
                .append(speech(), 100)
                .append(Sound.silence24k(600), 100)
                .append(speech(), 100);

        List<JsonNode> completed = peer.await(COMPLETED, 2);

        List<String> committed = peer.all("input_audio_buffer.committed").stream()
                .map(event -> event.path("item_id").asText())
                .toList();
        assertThat(completed)
                .extracting(event -> event.path("item_id").asText())
                .containsExactly(committed.get(1), committed.get(0));
    }

    @Test
    @DisplayName("lets words come in their turn after all, where no others do")
    void reordersOne() {
        inject("reorder completions within 50ms");

        connect().send(UPDATE).append(speech(), 100).await(COMPLETED);
    }

    @Test
    @DisplayName("fails a turn's words with a code")
    void failsTranscription() {
        inject("fail first transcription with audio_unintelligible");
        Peer peer = connect();

        peer.send(UPDATE).append(speech(), 100);

        JsonNode failed = peer.await("conversation.item.input_audio_transcription.failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("audio_unintelligible");
        assertThat(failed.path("item_id"))
                .isEqualTo(peer.await("input_audio_buffer.committed").path("item_id"));
        assertThat(peer.all(COMPLETED)).isEmpty();
    }

    @Test
    @DisplayName("fails, breaks off, or never ends a response")
    void responses() {
        inject("fail first response with rate_limit_exceeded", "cut 2nd response short", "drop 3rd response");
        Peer peer = connect();
        String ask = "{\"type\":\"response.create\",\"response\":{\"conversation\":\"none\",\"input\":[]}}";

        peer.send(ask).send(ask).send(ask).send(ask);

        assertThat(peer.await("response.created", 4)).hasSize(4);
        assertThat(peer.await("response.done", 3))
                .extracting(done -> done.at("/response/status").asText())
                .containsExactly("failed", "incomplete", "completed");
        assertThat(peer.all("response.done")
                        .get(0)
                        .at("/response/status_details")
                        .toString())
                .isEqualTo(
                        "{\"type\":\"failed\",\"error\":{\"type\":\"server_error\",\"code\":\"rate_limit_exceeded\"}}");
    }

    private static byte[] speech() {
        return Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400);
    }

    private Peer connect() {
        Peer peer = Peer.connect(FIXTURE.server());
        peers.add(peer);
        return peer;
    }

    private static void inject(String... rules) {
        FIXTURE.server().inject(Faults.of(rules));
    }
}
