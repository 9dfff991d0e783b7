package dev.earshot.simulator.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * A recording whose words are known. Times are milliseconds of the recording, from before whose beginning to after whose
 * end {@link #MARGIN_MS} of silence are thought to be.
 */
final class KnownRecording {

    static final int MARGIN_MS = 1_000;

    private final String call;
    private final Envelope envelope;
    private final List<Word> words = new ArrayList<>();

    /** A word and where it is spoken. */
    record Word(String text, int startMs, int endMs) {

        int middleMs() {
            return (startMs + endMs) / 2;
        }
    }

    /** {@code call}: recordings of the same call share it, and their time. */
    KnownRecording(String call, WavRecording sound) {
        this.call = call;
        this.envelope = Envelope.of(sound.pcm(), sound.pcm().length, sound.sampleRate(), MARGIN_MS);
    }

    String call() {
        return call;
    }

    Envelope envelope() {
        return envelope;
    }

    /** Adds an utterance; its words share its voiced time by their length. */
    void add(int startMs, int endMs, String text) {
        String[] spoken = text.strip().split("\\s+", -1);
        List<Integer> voiced = voicedTimes(startMs, endMs);
        int letters = 0;
        for (String word : spoken) {
            letters += word.length();
        }
        int before = 0;
        for (String word : spoken) {
            int start = voiced.get((int) ((long) before * (voiced.size() - 1) / letters));
            before += word.length();
            int end = voiced.get((int) ((long) before * (voiced.size() - 1) / letters));
            words.add(new Word(word, start, end));
        }
    }

    /** The words whose middle lies in this time, as far as they have been spoken by {@code heardMs}. */
    String wordsBetween(int fromMs, int toMs, int heardMs) {
        StringBuilder text = new StringBuilder();
        for (Word word : words) {
            boolean inside = word.middleMs() >= fromMs && word.middleMs() < toMs && word.endMs() <= heardMs;
            if (inside) {
                text.append(text.isEmpty() ? "" : " ").append(word.text());
            }
        }
        return text.toString();
    }

    private List<Integer> voicedTimes(int startMs, int endMs) {
        List<Integer> times = new ArrayList<>();
        for (int ms = startMs; ms < endMs; ms += Envelope.STEP_MS) {
            if (envelope.voiced((ms + MARGIN_MS) / Envelope.STEP_MS)) {
                times.add(ms);
            }
        }
        return times.isEmpty() ? List.of(startMs, endMs) : times;
    }
}
