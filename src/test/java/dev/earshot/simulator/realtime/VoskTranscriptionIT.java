package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.speech.Sound;
import dev.earshot.simulator.speech.SpeechEngine;
import dev.earshot.simulator.speech.SpeechUnavailableException;
import dev.earshot.simulator.speech.VoskEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real recognition, end to end, where the platform has it. */
class VoskTranscriptionIT {

    private static final String LIVE =
            """
            {"type":"realtime","output_modalities":["text"],"audio":{"input":{
              "transcription":{"model":"gpt-realtime-whisper"},
              "turn_detection":{"type":"server_vad","silence_duration_ms":500,
                "create_response":false,"interrupt_response":false}}}}""";

    private static ActorTestKit testKit;
    private static RealtimeServer server;

    @BeforeAll
    static void start() {
        SpeechEngine engine = engine();
        testKit = ActorTestKit.create();
        server = RealtimeServer.start(testKit.system(), RealtimeServerSettings.with(engine))
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void stop() {
        if (testKit != null) {
            server.stop().toCompletableFuture().join();
            testKit.shutdownTestKit();
        }
    }

    private static SpeechEngine engine() {
        try {
            return VoskEngine.load(
                    Path.of("target/speech-model/vosk-model-en.aar"), Path.of("target/speech-model/unpacked"));
        } catch (SpeechUnavailableException e) {
            System.err.println("SKIPPED: local recognition is not available here: " + e.getMessage());
            Assumptions.abort(e.getMessage());
            throw new AssertionError(e);
        }
    }

    @Test
    void understands_the_recruiter_and_tells_words_that_only_grow() {
        Peer peer = Peer.configured(server, LIVE);

        peer.append(Sound.at24k("recruiter-call/agent.wav", 0, 28_700), 100).append(Sound.silence24k(1_000), 100);

        peer.await(
                "conversation.item.input_audio_transcription.completed",
                event -> event.path("transcript").asText().endsWith("this position."));
        List<JsonNode> finals = peer.all("conversation.item.input_audio_transcription.completed");
        List<String> heard = words(
                finals.stream().map(event -> event.path("transcript").asText()).collect(Collectors.joining(" ")));
        List<String> said = words("Hello Daniel, good morning. This is Rachel, calling about the team lead position."
                + " Is now still a good time to talk? Great. First, I would like to hear what you are looking for in"
                + " your next job. Mm-hm. Thank you for telling me. So Friday is the deadline for the other offer."
                + " What salary do you expect for this position?");
        double errors = distance(said, heard) / (double) said.size();
        System.out.printf(Locale.ROOT, "word error rate %.1f %% in %d turns%n", errors * 100, finals.size());
        assertThat(errors).as("word error rate of %s", heard).isLessThan(0.15);
        for (JsonNode each : finals) {
            assertThat(each.path("transcript").asText())
                    .startsWith(start(peer, each).strip());
        }
    }

    /** The first word that was told live in this turn: it must have stood. */
    private static String start(Peer peer, JsonNode completed) {
        return peer.all("conversation.item.input_audio_transcription.delta").stream()
                .filter(delta -> delta.path("item_id").equals(completed.path("item_id")))
                .map(delta -> delta.path("delta").asText())
                .findFirst()
                .orElse("");
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z']+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int distance(List<String> a, List<String> b) {
        List<Integer> row = new ArrayList<>();
        for (int j = 0; j <= b.size(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= a.size(); i++) {
            int diagonal = row.get(0);
            row.set(0, i);
            for (int j = 1; j <= b.size(); j++) {
                int substituted = diagonal + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1);
                diagonal = row.get(j);
                row.set(j, Math.min(substituted, 1 + Math.min(row.get(j), row.get(j - 1))));
            }
        }
        return row.get(b.size());
    }
}
