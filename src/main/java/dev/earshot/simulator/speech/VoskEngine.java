package dev.earshot.simulator.speech;

import java.io.IOException;
import java.nio.file.Path;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;

/**
 * Recognition by Vosk. The model is loaded once and shared, read-only; about 180 MB of native memory, and about 100 MB for
 * each open recogniser. A native failure ends the process: run it in a process of its own.
 */
public final class VoskEngine implements SpeechEngine {

    private static final String MODEL_SHA256 = "8a5792fccaf873b4745dbd1b3fe19d8a77a15898e806674020eea820424771cd";
    private static final int LOWEST_RATE = 16_000;

    private final Model model;

    private VoskEngine(Model model) {
        this.model = model;
    }

    /**
     * Unpacks the model where needed and loads it; takes seconds.
     *
     * @param archive the model as it is published, an {@code .aar} file
     * @param cache folder to unpack into
     * @throws SpeechUnavailableException no native library for this platform, or no sound model
     */
    public static VoskEngine load(Path archive, Path cache) throws SpeechUnavailableException {
        Path files = new VoskModelFiles(MODEL_SHA256).unpacked(archive, cache);
        try {
            LibVosk.setLogLevel(LogLevel.WARNINGS);
            return new VoskEngine(new Model(files.toString()));
        } catch (LinkageError e) {
            throw new SpeechUnavailableException("no native library: " + firstLine(e), e);
        } catch (IOException e) {
            throw new SpeechUnavailableException("the speech model does not load: " + e, e);
        }
    }

    @Override
    public String name() {
        return "vosk";
    }

    @Override
    public SpeechRecognizer open(int sampleRate) {
        if (sampleRate < LOWEST_RATE) {
            throw new IllegalArgumentException("Vosk hears nothing at " + sampleRate + " Hz");
        }
        return VoskRecognizer.open(model, sampleRate);
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
