package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.speech.VoiceActivity;
import dev.earshot.simulator.speech.VoiceActivity.Change;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input audio buffer: counts what was appended, finds the turns in it or lets the client cut them, and hands their
 * sound on. Positions are samples since the session began, at {@link #SAMPLE_RATE}. Bounded: outside a turn only the prefix
 * is kept, and without turn detection the last {@value #MANUAL_SECONDS} s.
 */
final class InputAudio {

    static final int SAMPLE_RATE = 24_000;

    private static final int FRAME_SAMPLES = SAMPLE_RATE / 1000 * VoiceActivity.FRAME_MS;
    private static final int MANUAL_SECONDS = 60;
    private static final int LONGEST_TURN_SAMPLES = 25 * SAMPLE_RATE;
    private static final int SHORTEST_COMMIT_SAMPLES = SAMPLE_RATE / 10;

    /** Frames that the decision for a turn may look back over; kept beyond the prefix. */
    private static final int ONSET_FRAMES = 5;

    private final Turns turns;
    private final Deque<byte[]> retained = new ArrayDeque<>();
    private final byte[] frame = new byte[FRAME_SAMPLES * 2];
    private int filled;
    private long position;

    /** Where the audio begins that no turn has taken yet. */
    private long uncommittedFrom;

    private SessionConfig.@Nullable TurnDetection detection;
    private VoiceActivity voice = new VoiceActivity(0.5, 500);
    private @Nullable Turn turn;

    /** What happens to turns. {@code detected}: found by voice activity, not cut by the client. */
    interface Turns {

        void opened(String item, long startSample, boolean detected);

        void heard(String item, byte[] pcm);

        void closed(String item, long startSample, long endSample, boolean detected);
    }

    private record Turn(String item, long start) {}

    InputAudio(Turns turns) {
        this.turns = turns;
    }

    /** The samples in an append. */
    static byte[] decode(JsonNode base64) throws RejectedException {
        if (!base64.isTextual()) {
            throw RejectedException.missing("audio");
        }
        try {
            byte[] pcm = Base64.getDecoder().decode(base64.asText());
            if (pcm.length % 2 == 0) {
                return pcm;
            }
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid("audio", "Invalid 'audio'. Expected base64-encoded audio bytes.");
        }
        throw RejectedException.invalid("audio", "Invalid 'audio'. Expected whole 16-bit samples.");
    }

    /** From here on turns are found like this, or not at all; a turn that is open under other rules ends. */
    void detect(Optional<SessionConfig.TurnDetection> wanted) {
        SessionConfig.TurnDetection next = wanted.orElse(null);
        boolean sameVoice = next != null
                && detection != null
                && next.threshold() == detection.threshold()
                && next.silenceMs() == detection.silenceMs();
        detection = next;
        if (sameVoice) {
            return;
        }
        close(true);
        if (next != null) {
            voice = new VoiceActivity(next.threshold(), next.silenceMs());
        }
    }

    /** Samples appended in this session. */
    long position() {
        return position;
    }

    void append(byte[] pcm) {
        for (int at = 0; at < pcm.length; ) {
            int length = Math.min(frame.length - filled, pcm.length - at);
            System.arraycopy(pcm, at, frame, filled, length);
            at += length;
            filled += length;
            position += length / 2;
            if (filled == frame.length) {
                filled = 0;
                hear(frame.clone());
            }
        }
    }

    /** The client ends the turn here. */
    void commit() throws RejectedException {
        long samples = position - uncommittedFrom;
        if (samples < SHORTEST_COMMIT_SAMPLES) {
            throw new RejectedException(
                    "input_audio_buffer_commit_empty",
                    null,
                    String.format(
                            Locale.ROOT,
                            "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but"
                                    + " buffer only has %.2fms of audio.",
                            samples * 1000.0 / SAMPLE_RATE));
        }
        boolean detected = turn != null;
        if (!detected) {
            open(uncommittedFrom, 0, false);
        }
        close(detected);
        voice.silence();
    }

    /** Throws away what no turn has taken, and the open turn. */
    void clear() {
        voice.silence();
        turn = null;
        forget();
    }

    private void hear(byte[] pcm) {
        retained.addLast(pcm);
        if (detection == null) {
            trim(MANUAL_SECONDS * SAMPLE_RATE / FRAME_SAMPLES);
            return;
        }
        Change change = voice.hear(pcm);
        if (turn != null) {
            whileOpen(turn, pcm, change);
        } else if (change == Change.STARTED) {
            openWithPrefix(detection.prefixMs());
        } else {
            trim(prefixFrames(detection.prefixMs()) + ONSET_FRAMES);
        }
    }

    private void whileOpen(Turn open, byte[] pcm, Change change) {
        retained.clear();
        turns.heard(open.item(), pcm);
        if (change == Change.STOPPED) {
            close(true);
        } else if (framed() - open.start() >= LONGEST_TURN_SAMPLES) {
            close(true);
            open(framed(), 0, true);
        }
    }

    private void openWithPrefix(int prefixMs) {
        int frames = Math.min(retained.size(), voice.framesSinceOnset() + prefixFrames(prefixMs));
        open(framed() - (long) frames * FRAME_SAMPLES, retained.size() - frames, true);
    }

    private void open(long start, int skipFrames, boolean detected) {
        Turn opened = new Turn(Ids.item(), start);
        turn = opened;
        turns.opened(opened.item(), start, detected);
        retained.stream().skip(skipFrames).forEach(pcm -> turns.heard(opened.item(), pcm));
        retained.clear();
    }

    private void close(boolean detected) {
        Turn open = turn;
        if (open == null) {
            return;
        }
        turn = null;
        forget();
        turns.closed(open.item(), open.start(), framed(), detected);
    }

    private void forget() {
        retained.clear();
        uncommittedFrom = framed();
    }

    private void trim(int frames) {
        while (retained.size() > frames) {
            retained.removeFirst();
        }
    }

    /** Samples in whole frames so far. */
    private long framed() {
        return position - filled / 2;
    }

    private static int prefixFrames(int ms) {
        return (ms + VoiceActivity.FRAME_MS - 1) / VoiceActivity.FRAME_MS;
    }
}
