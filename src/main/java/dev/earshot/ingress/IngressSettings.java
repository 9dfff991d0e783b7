package dev.earshot.ingress;

import java.time.Duration;

/**
 * The bounds of one call's audio.
 *
 * @param tapeBound the most that one track's tape holds; its oldest samples make room beyond that
 * @param maxTracks tracks of one call; frames of further participants are refused and counted
 * @param timing how timestamps are held against samples
 * @param memory what the tapes of all calls have together
 */
public record IngressSettings(Duration tapeBound, int maxTracks, TimingSettings timing, TapeMemory memory) {

    private static final Duration USUAL_BOUND = Duration.ofSeconds(60);
    private static final int USUAL_TRACKS = 8;

    /** As they are where nothing is configured, with memory of their own for all tracks that there may be. */
    public static IngressSettings ofDefaults() {
        TapeMemory memory = TapeMemory.forTapes(USUAL_TRACKS, USUAL_BOUND);
        return new IngressSettings(USUAL_BOUND, USUAL_TRACKS, TimingSettings.DEFAULT, memory);
    }
}
