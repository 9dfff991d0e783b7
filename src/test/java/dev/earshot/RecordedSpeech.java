package dev.earshot;

import dev.earshot.simulator.AcsCallerOptions.Participant;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.CallScript.Utterance;
import dev.earshot.simulator.WavFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of the recorded call between a recruiter and a candidate, and of the one between a seller and a customer. */
public final class RecordedSpeech {

    /** The recruiter's first turn, from its first word at 16 ms, and a second of silence. */
    public static final int FIRST_TURN_MS = 6_800;

    private static final CallScript SCRIPT = script("recruiter-call");
    private static final CallScript SALE = script("sales-call");

    private RecordedSpeech() {}

    /** The recruiter, who is coached. */
    public static Participant agent(int fromMs, int toMs) {
        return new Participant(CallScript.AGENT_RAW_ID, cut(SCRIPT.agent(), fromMs, toMs));
    }

    /** The candidate. */
    public static Participant other(int fromMs, int toMs) {
        return new Participant(CallScript.OTHER_RAW_ID, cut(SCRIPT.other(), fromMs, toMs));
    }

    /** The customer of the other call. */
    static Participant customer(int fromMs, int toMs) {
        return new Participant(CallScript.OTHER_RAW_ID, cut(SALE.other(), fromMs, toMs));
    }

    /** What {@code speaker} says between the two: whole turns. */
    static List<Utterance> turns(String speaker, int fromMs, int toMs) {
        return SCRIPT.utterances().stream()
                .filter(said -> said.speaker().equals(speaker) && said.startMs() >= fromMs && said.endMs() <= toMs)
                .toList();
    }

    static List<String> words(String speaker, int fromMs, int toMs) {
        return CallRecord.wordsOf(
                turns(speaker, fromMs, toMs).stream().map(Utterance::text).collect(Collectors.joining(" ")));
    }

    private static WavFile cut(WavFile whole, int fromMs, int toMs) {
        int bytesPerMs = whole.sampleRate() / 1000 * 2;
        return WavFile.of(whole.sampleRate(), Arrays.copyOfRange(whole.pcm(), fromMs * bytesPerMs, toMs * bytesPerMs));
    }

    private static CallScript script(String folder) {
        try {
            return CallScript.load(Path.of("speech", folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
