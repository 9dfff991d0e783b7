package dev.earshot.realtime;

import dev.earshot.audio.PolyphaseResampler;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Turns the session's time (ms of audio appended in it) into positions on the track's clock. Audio is appended in one
 * piece as a rule; where the tape had to drop some of it before it was appended, a new piece starts. What was resampled lies
 * later in the session than in the track, by the resampler's delay.
 */
final class SessionClock {
    private static final int MAX_PIECES = 1024;

    private final int sampleRate;
    private final int delay;
    private final NavigableMap<Long, Long> positionBySent = new TreeMap<>();

    SessionClock(int sampleRate) {
        this.sampleRate = sampleRate;
        this.delay = sampleRate == SessionConfiguration.SAMPLE_RATE ? 0 : PolyphaseResampler.DELAY_OUTPUT_SAMPLES;
    }

    /** From sample {@code sent} of the session (24 kHz) on, what was sent is the track from {@code position} on. */
    void startPiece(long sent, long position) {
        positionBySent.put(sent, position);
        if (positionBySent.size() > MAX_PIECES) {
            positionBySent.pollFirstEntry();
        }
    }

    /** The position, in samples of the track, of what the session calls {@code sessionMs}. */
    long position(long sessionMs) {
        long sent = Math.max(0, sessionMs * SessionConfiguration.SAMPLE_RATE / 1000 - delay);
        var piece = positionBySent.floorEntry(sent);
        if (piece == null) {
            piece = positionBySent.firstEntry();
        }
        if (piece == null) {
            return 0;
        }
        long since = Math.max(0, sent - piece.getKey());
        return piece.getValue() + since * sampleRate / SessionConfiguration.SAMPLE_RATE;
    }
}
