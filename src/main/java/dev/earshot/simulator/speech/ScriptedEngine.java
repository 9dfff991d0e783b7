package dev.earshot.simulator.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Recognition for where there is none: knows a few recordings by heart, finds which of them it hears and where in it, and
 * says the words of its script. Anything else it does not understand.
 *
 * <p>A folder of a call holds {@code transcript.json} ({@code utterances} with {@code speaker}, {@code startMs},
 * {@code endMs}, {@code text}) and a WAV file for each speaker; a folder of clips holds {@code transcripts.json}
 * ({@code clips} with {@code file}, {@code durationMs}, {@code text}).
 */
public final class ScriptedEngine implements SpeechEngine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<KnownRecording> recordings;

    private ScriptedEngine(List<KnownRecording> recordings) {
        this.recordings = recordings;
    }

    /**
     * Learns the recordings in these folders and in the folders right inside them.
     *
     * @throws SpeechUnavailableException there are none, or a file is not what it should be
     */
    public static ScriptedEngine load(List<Path> folders) throws SpeechUnavailableException {
        List<KnownRecording> recordings = new ArrayList<>();
        try {
            for (Path folder : folders) {
                for (Path each : withInner(folder)) {
                    learn(each, recordings);
                }
            }
        } catch (IOException e) {
            throw new SpeechUnavailableException("the scripts cannot be read: " + e, e);
        }
        if (recordings.isEmpty()) {
            throw new SpeechUnavailableException("no scripts in " + folders);
        }
        return new ScriptedEngine(List.copyOf(recordings));
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public SpeechRecognizer open(int sampleRate) {
        return new ScriptedRecognizer(recordings, sampleRate);
    }

    private static List<Path> withInner(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inner = Files.list(folder)) {
            return Stream.concat(
                            Stream.of(folder), inner.filter(Files::isDirectory).sorted())
                    .toList();
        }
    }

    private static void learn(Path folder, List<KnownRecording> recordings) throws IOException {
        Path call = folder.resolve("transcript.json");
        if (Files.isRegularFile(call)) {
            recordings.addAll(call(folder, JSON.readTree(call.toFile())));
        }
        Path clips = folder.resolve("transcripts.json");
        if (Files.isRegularFile(clips)) {
            recordings.addAll(clips(folder, JSON.readTree(clips.toFile())));
        }
    }

    private static List<KnownRecording> call(Path folder, JsonNode script) throws IOException {
        Map<String, KnownRecording> bySpeaker = new LinkedHashMap<>();
        for (JsonNode utterance : script.path("utterances")) {
            String speaker = utterance.path("speaker").asText();
            KnownRecording recording = bySpeaker.get(speaker);
            if (recording == null) {
                recording = new KnownRecording(folder.toString(), WavRecording.read(folder.resolve(speaker + ".wav")));
                bySpeaker.put(speaker, recording);
            }
            recording.add(
                    utterance.path("startMs").asInt(),
                    utterance.path("endMs").asInt(),
                    utterance.path("text").asText());
        }
        return List.copyOf(bySpeaker.values());
    }

    private static List<KnownRecording> clips(Path folder, JsonNode script) throws IOException {
        List<KnownRecording> recordings = new ArrayList<>();
        for (JsonNode clip : script.path("clips")) {
            Path file = folder.resolve(clip.path("file").asText());
            KnownRecording recording = new KnownRecording(file.toString(), WavRecording.read(file));
            recording.add(0, clip.path("durationMs").asInt(), clip.path("text").asText());
            recordings.add(recording);
        }
        return recordings;
    }
}
