package dev.earshot.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A recorded call from a folder: two sides that start together, and what they say.
 *
 * @param agent the side that is coached, {@code agent.wav}
 * @param other the side it talks to, {@code other.wav}
 * @param utterances {@code transcript.json} by start of speech
 */
public record CallScript(WavFile agent, WavFile other, List<Utterance> utterances) {

    /** The raw id under which {@link #participants} lets the agent speak. */
    public static final String AGENT_RAW_ID = "8:acs:demo_agent";

    /** The raw id under which {@link #participants} lets the other side speak. */
    public static final String OTHER_RAW_ID = "8:acs:demo_other";

    private static final ObjectMapper JSON = new ObjectMapper();

    public CallScript {
        utterances = List.copyOf(utterances);
    }

    /**
     * One turn of speech.
     *
     * @param speaker {@code agent} or {@code other}
     * @param startMs milliseconds from the start of the call, as is {@code endMs}
     */
    public record Utterance(String speaker, long startMs, long endMs, String text) {}

    /**
     * Reads the three files of a folder.
     *
     * @throws IOException if one is missing or is not what it should be; the message names it
     */
    public static CallScript load(Path folder) throws IOException {
        return new CallScript(
                WavFile.read(folder.resolve("agent.wav")),
                WavFile.read(folder.resolve("other.wav")),
                utterances(folder.resolve("transcript.json")));
    }

    /** Both sides, ready for {@link AcsCaller}. */
    public List<AcsCallerOptions.Participant> participants() {
        return List.of(
                new AcsCallerOptions.Participant(AGENT_RAW_ID, agent),
                new AcsCallerOptions.Participant(OTHER_RAW_ID, other));
    }

    private static List<Utterance> utterances(Path file) throws IOException {
        List<Utterance> utterances = new ArrayList<>();
        for (JsonNode turn : JSON.readTree(file.toFile()).path("utterances")) {
            utterances.add(new Utterance(
                    required(file, turn, "speaker").asText(),
                    required(file, turn, "startMs").asLong(),
                    required(file, turn, "endMs").asLong(),
                    required(file, turn, "text").asText()));
        }
        utterances.sort(Comparator.comparingLong(Utterance::startMs));
        return utterances;
    }

    private static JsonNode required(Path file, JsonNode turn, String field) throws IOException {
        JsonNode value = turn.get(field);
        if (value == null) {
            throw new IOException(file + ": an utterance without '" + field + "'");
        }
        return value;
    }
}
