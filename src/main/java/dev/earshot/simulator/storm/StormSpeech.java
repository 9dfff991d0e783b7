package dev.earshot.simulator.storm;

import dev.earshot.simulator.AcsCallerOptions.Participant;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.CallScript.Utterance;
import dev.earshot.simulator.WavFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Minutes of conversation: recorded calls one after another, over and over, as far as there is time for whole utterances.
 * What is shorter than three words is left out: the recogniser by script does not know it out of its context.
 *
 * @param sentences of each participant, by raw id, in spoken order
 */
public record StormSpeech(List<Participant> participants, Map<String, List<Sentence>> sentences) {
    private static final int RATE = 16_000;
    private static final int BYTES_A_MS = RATE / 1_000 * 2;
    private static final int PAUSE_MS = 1_000;
    private static final int FEWEST_WORDS = 3;

    /** An utterance begins and ends this much outside its span. */
    private static final int MARGIN_MS = 100;

    private static final List<Path> CALLS =
            List.of(Path.of("speech", "recruiter-call"), Path.of("speech", "sales-call"));

    public StormSpeech {
        participants = List.copyOf(participants);
    }

    /**
     * A conversation of so many seconds.
     *
     * @throws IOException if the recordings are not there
     */
    public static StormSpeech of(int seconds) throws IOException {
        Builder agent = new Builder(seconds * 1_000);
        Builder other = new Builder(seconds * 1_000);
        List<CallScript> calls = new ArrayList<>();
        for (Path folder : CALLS) {
            calls.add(CallScript.load(folder));
        }
        for (int i = 0; agent.beginsMs < seconds * 1_000; i++) {
            CallScript call = calls.get(i % calls.size());
            agent.add(call.agent(), said(call, "agent"));
            other.add(call.other(), said(call, "other"));
        }
        Map<String, List<Sentence>> sentences = new LinkedHashMap<>();
        sentences.put(CallScript.AGENT_RAW_ID, List.copyOf(agent.sentences));
        sentences.put(CallScript.OTHER_RAW_ID, List.copyOf(other.sentences));
        return new StormSpeech(
                List.of(
                        new Participant(CallScript.AGENT_RAW_ID, agent.recording()),
                        new Participant(CallScript.OTHER_RAW_ID, other.recording())),
                sentences);
    }

    /** In the recordings the other side goes by its part in the call. */
    private static List<Utterance> said(CallScript call, String side) {
        return call.utterances().stream()
                .filter(said -> said.speaker().equals("agent") == side.equals("agent"))
                .toList();
    }

    /** One side. */
    private static final class Builder {
        private final byte[] pcm;
        private final List<Sentence> sentences = new ArrayList<>();
        private int beginsMs;

        Builder(int lengthMs) {
            this.pcm = new byte[lengthMs * BYTES_A_MS];
        }

        void add(WavFile recording, List<Utterance> utterances) {
            byte[] all = recording.pcm();
            for (Utterance said : utterances) {
                int to = beginsMs * BYTES_A_MS + (int) Math.max(0, said.startMs() - MARGIN_MS) * BYTES_A_MS;
                int from = (int) Math.max(0, said.startMs() - MARGIN_MS) * BYTES_A_MS;
                int end = (int) Math.min(all.length, (said.endMs() + MARGIN_MS) * BYTES_A_MS);
                if (to + end - from <= pcm.length
                        && SentenceOracle.words(said.text()).size() >= FEWEST_WORDS) {
                    System.arraycopy(all, from, pcm, to, end - from);
                    split(said);
                }
            }
            beginsMs += all.length / BYTES_A_MS + PAUSE_MS;
        }

        private void split(Utterance said) {
            Arrays.stream(said.text().split("(?<=[.?!])\\s+", -1))
                    .map(text -> new Sentence(beginsMs + said.startMs(), beginsMs + said.endMs(), text))
                    .forEach(sentences::add);
        }

        WavFile recording() {
            return WavFile.of(RATE, pcm);
        }
    }
}
