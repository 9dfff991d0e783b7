package dev.earshot.simulator.speech;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.vosk.Model;
import org.vosk.Recognizer;

/** One stream through Vosk: lower-case words without punctuation, numbers as words. */
final class VoskRecognizer implements SpeechRecognizer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Recognizer recognizer;

    /** Words of this turn that Vosk has closed already, because it heard a pause of its own. */
    private final StringBuilder settled = new StringBuilder();

    private boolean closed;

    private VoskRecognizer(Recognizer recognizer) {
        this.recognizer = recognizer;
    }

    static VoskRecognizer open(Model model, int sampleRate) {
        try {
            return new VoskRecognizer(new Recognizer(model, sampleRate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void begin(long positionMs) {
        checkOpen();
        settled.setLength(0);
        recognizer.reset();
    }

    @Override
    public void accept(byte[] pcm, int length) {
        checkOpen();
        if (recognizer.acceptWaveForm(pcm, length)) {
            settle(recognizer.getResult());
        }
    }

    @Override
    public String partial() {
        checkOpen();
        String open = text(recognizer.getPartialResult(), "partial");
        return (settled + " " + open).strip();
    }

    @Override
    public String finish() {
        checkOpen();
        settle(recognizer.getFinalResult());
        return settled.toString();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            recognizer.close();
        }
    }

    private void settle(String result) {
        String text = text(result, "text");
        if (!text.isEmpty()) {
            settled.append(settled.isEmpty() ? "" : " ").append(text);
        }
    }

    private static String text(String result, String field) {
        try {
            return JSON.readTree(result).path(field).asText("").strip();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call into a closed recogniser would end the process. */
    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }
}
