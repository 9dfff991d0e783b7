package dev.earshot.simulator.speech;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Chooses how speech is recognised.
 *
 * @param model the Vosk model, an {@code .aar} file
 * @param cache folder to unpack the model into
 * @param scripts folders with known recordings, or folders of such folders
 */
public record SpeechEngines(Path model, Path cache, List<Path> scripts) {

    /** The names that {@link #open} knows. */
    public static final List<String> NAMES = List.of("auto", "vosk", "script");

    /**
     * The engine of this name, loaded and ready; this takes seconds. {@code auto} is Vosk where it can be, and says on
     * {@code notices} where it cannot.
     *
     * @throws SpeechUnavailableException the engine cannot run here
     * @throws IllegalArgumentException no such name
     */
    public SpeechEngine open(String name, PrintStream notices) throws SpeechUnavailableException {
        return switch (name) {
            case "vosk" -> VoskEngine.load(model, cache);
            case "script" -> ScriptedEngine.load(scripts);
            case "auto" -> voskOrScript(notices);
            default -> throw new IllegalArgumentException("no engine '" + name + "'; there are " + NAMES);
        };
    }

    private SpeechEngine voskOrScript(PrintStream notices) throws SpeechUnavailableException {
        try {
            return VoskEngine.load(model, cache);
        } catch (SpeechUnavailableException e) {
            notices.println("local recognition is not available on this platform: " + e.getMessage()
                    + "; recognising by script");
            return ScriptedEngine.load(scripts);
        }
    }
}
