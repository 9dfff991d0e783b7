package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.speech.Sound;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SpokenTurnsIT {

    private static final String COMPLETED = "conversation.item.input_audio_transcription.completed";
    private static final String DELTA = "conversation.item.input_audio_transcription.delta";
    private static final String LISTEN =
            """
            {"type":"realtime","output_modalities":["text"],"audio":{"input":{
              "transcription":{"model":"%s"},"turn_detection":%s}}}""";
    private static final String QUIET_VAD =
            """
            {"type":"server_vad","silence_duration_ms":500,"create_response":false,"interrupt_response":false}""";

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private Peer peer;

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void a_turn_is_told_in_the_order_of_the_real_service() {
        peer = listening("gpt-realtime-whisper", QUIET_VAD);

        // The last part comes only when the words before it were told: as it is when sound comes at its own pace.
        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 13_000), 20);
        peer.await(DELTA);
        peer.append(Sound.at24k("recruiter-call/agent.wav", 13_000, 14_400), 20);
        peer.await(COMPLETED);

        assertThat(peer.types())
                .containsExactly(
                        "session.created",
                        "session.updated",
                        "input_audio_buffer.speech_started",
                        DELTA,
                        "input_audio_buffer.speech_stopped",
                        "input_audio_buffer.committed",
                        "conversation.item.added",
                        "conversation.item.done",
                        DELTA,
                        COMPLETED);
        JsonNode started = peer.await("input_audio_buffer.speech_started");
        String item = started.path("item_id").asText();
        assertThat(item).matches("item_[0-9A-Za-z]{21}");
        assertThat(started.path("audio_start_ms").asInt()).isCloseTo(700 - 300, within(150));
        assertThat(peer.await("input_audio_buffer.speech_stopped")
                        .path("audio_end_ms")
                        .asInt())
                .isCloseTo(4_235 + 500, within(150));
        assertThat(peer.await("input_audio_buffer.committed")
                        .path("previous_item_id")
                        .isNull())
                .isTrue();
        assertThat(peer.await("conversation.item.added").path("item").toString())
                .isEqualTo("{\"id\":\"" + item + "\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"user\","
                        + "\"content\":[{\"type\":\"input_audio\",\"transcript\":null}]}");
        JsonNode completed = peer.await(COMPLETED);
        assertThat(completed.path("item_id").asText()).isEqualTo(item);
        assertThat(completed.path("transcript").asText())
                .isEqualTo("Great. First, I would like to hear what you are looking for in your next job.");
        assertThat(completed.path("usage").toString()).isEqualTo("{\"type\":\"duration\",\"seconds\":5}");
        assertThat(told()).isEqualTo(" " + completed.path("transcript").asText());
    }

    @Test
    void positions_count_all_that_was_appended_and_each_turn_names_the_one_before() {
        peer = listening("gpt-realtime-whisper", QUIET_VAD);

        peer.append(Sound.at24k("recruiter-call/other.wav", 0, 24_000), 200);
        List<JsonNode> completed = peer.await(COMPLETED, 2);

        List<JsonNode> committed = peer.all("input_audio_buffer.committed");
        assertThat(committed.get(1).path("previous_item_id"))
                .isEqualTo(committed.get(0).path("item_id"));
        assertThat(peer.all("input_audio_buffer.speech_started")
                        .get(0)
                        .path("audio_start_ms")
                        .asInt())
                .isCloseTo(6_240 - 300, within(150));
        assertThat(completed.stream().map(event -> event.path("transcript").asText()))
                .first()
                .asString()
                .startsWith("Hi Rachel.");
    }

    @Test
    void a_model_that_does_not_transcribe_live_begins_at_the_commit() {
        peer = listening("gpt-4o-transcribe", QUIET_VAD);

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 20);
        peer.await(COMPLETED);

        assertThat(peer.types().indexOf(DELTA)).isGreaterThan(peer.types().indexOf("conversation.item.done"));
        assertThat(told()).startsWith("Great. First,");
    }

    @Test
    void without_transcription_turns_have_no_words() {
        peer = Peer.configured(
                FIXTURE.server(),
                "{\"type\":\"realtime\",\"audio\":{\"input\":{\"turn_detection\":" + QUIET_VAD + "}}}");

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 20);
        peer.await("conversation.item.done");
        peer.send("{\"type\":\"input_audio_buffer.clear\"}");
        peer.await("input_audio_buffer.cleared");

        assertThat(peer.all(DELTA)).isEmpty();
        assertThat(peer.all(COMPLETED)).isEmpty();
    }

    @Test
    void one_who_never_pauses_is_cut_after_25_seconds() {
        peer = listening("gpt-realtime-whisper", QUIET_VAD.replace("500", "3000"));

        for (int i = 0; i < 3; i++) {
            peer.append(Sound.at24k("clips/jfk.wav", 0, 11_000), 500);
        }
        JsonNode stopped = peer.await("input_audio_buffer.speech_stopped");

        int startMs = peer.await("input_audio_buffer.speech_started")
                .path("audio_start_ms")
                .asInt();
        assertThat(stopped.path("audio_end_ms").asInt() - startMs).isEqualTo(25_000);
        JsonNode next = peer.await("input_audio_buffer.speech_started", 2).get(1);
        assertThat(next.path("audio_start_ms")).isEqualTo(stopped.path("audio_end_ms"));
    }

    @Test
    void what_comes_before_the_configuration_is_heard_with_the_default_one() {
        peer = Peer.connect(FIXTURE.server());
        peer.await("session.created");

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 100);
        peer.await("response.done");

        assertThat(peer.all(COMPLETED)).isEmpty();
        List<SessionRecord> sessions = FIXTURE.server().sessions();
        SessionRecord record = sessions.get(sessions.size() - 1);
        // The answer may come before the server has read the silence behind the words.
        Awaitility.await().untilAsserted(() -> assertThat(record.appendsBeforeConfigured())
                .isEqualTo(54));
        assertThat(record.appendedSamples()).isEqualTo(5_400 * 24L);
        assertThat(record.receivedPcm()).hasSize(100_000);
        assertThat(record.clientEventTypes()).hasSize(54).containsOnly("input_audio_buffer.append");
    }

    @Test
    void a_client_may_cut_the_turns_itself() {
        peer = listening("gpt-realtime-whisper", "null");

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 100);
        peer.send("{\"type\":\"input_audio_buffer.commit\"}");
        JsonNode completed = peer.await(COMPLETED);

        assertThat(completed.path("transcript").asText()).startsWith("Great. First,");
        assertThat(peer.types())
                .doesNotContain("input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped");
    }

    @Test
    void a_commit_in_the_middle_of_a_turn_ends_it() {
        peer = listening("gpt-realtime-whisper", QUIET_VAD);

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 11_600), 100);
        peer.await("input_audio_buffer.speech_started");
        peer.send("{\"type\":\"input_audio_buffer.commit\"}");
        peer.append(Sound.at24k("recruiter-call/agent.wav", 11_600, 14_400), 100);

        assertThat(peer.await(COMPLETED, 2).stream()
                        .map(event -> event.path("transcript").asText())
                        .collect(Collectors.joining(" ")))
                .startsWith("Great. First,")
                .endsWith("next job.");
    }

    @Test
    void too_little_cannot_be_committed() {
        peer = listening("gpt-realtime-whisper", "null");

        peer.append(Sound.silence24k(60), 20).send("{\"type\":\"input_audio_buffer.commit\",\"event_id\":\"c1\"}");

        JsonNode error = peer.await("error").path("error");
        assertThat(error.path("code").asText()).isEqualTo("input_audio_buffer_commit_empty");
        assertThat(error.path("event_id").asText()).isEqualTo("c1");
        assertThat(error.path("message").asText())
                .isEqualTo(
                        "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but"
                                + " buffer only has 60.00ms of audio.");
    }

    @Test
    void what_was_cleared_is_never_told() {
        peer = listening("gpt-realtime-whisper", QUIET_VAD);

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 12_000), 100);
        peer.await("input_audio_buffer.speech_started");
        peer.send("{\"type\":\"input_audio_buffer.clear\"}").append(Sound.silence24k(1_000), 100);
        peer.await("input_audio_buffer.cleared");
        peer.send("{\"type\":\"input_audio_buffer.commit\"}");
        peer.await(COMPLETED);

        assertThat(peer.all(COMPLETED)).hasSize(1);
        assertThat(peer.all(COMPLETED).get(0).path("transcript").asText()).isEmpty();
    }

    @Test
    void audio_that_is_none_is_refused() {
        peer = listening("gpt-realtime-whisper", "null");

        peer.send("{\"type\":\"input_audio_buffer.append\",\"audio\":\"§\"}")
                .send("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}")
                .send("{\"type\":\"input_audio_buffer.append\"}");

        assertThat(peer.await("error", 3))
                .extracting(event -> event.at("/error/code").asText())
                .containsExactly("invalid_value", "invalid_value", "missing_required_parameter");
    }

    @Test
    void a_burst_in_one_large_message_is_heard_whole() {
        peer = listening("gpt-realtime-whisper", QUIET_VAD);

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 10_000);

        assertThat(peer.await(COMPLETED).path("transcript").asText()).endsWith("your next job.");
    }

    private Peer listening(String model, String detection) {
        return Peer.configured(FIXTURE.server(), String.format(LISTEN, model, detection));
    }

    private String told() {
        return peer.all(DELTA).stream()
                .map(event -> event.path("delta").asText())
                .collect(Collectors.joining());
    }
}
