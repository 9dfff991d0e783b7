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

    public static final IngressSettings DEFAULT =
            new IngressSettings(Duration.ofSeconds(60), 8, TimingSettings.DEFAULT, TapeMemory.ofBytes(64 << 20));
}
