package dev.earshot.simulator.caller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What each misdeed does to one track's books. The rules and the figures are those of {@code docs/time.md}, told once more, so that
 * an ingress that does not keep to them is found out.
 */
public final class Bookings {

    /** Frames behind a hole wait until they are more than this. */
    static final Duration REORDER_WINDOW = Duration.ofMillis(60);

    /** A timestamp further back than this was not sent late: the clock was set. */
    static final Duration LOOK_BACK = Duration.ofSeconds(2);

    /** What is left out longer than that is no gap, but a clock that jumped. */
    static final Duration LONGEST_GAP = Duration.ofSeconds(30);

    private static final long MILLIS = 1_000;

    private final String track;
    private final int sampleRate;
    private final int frameSamples;

    /**
     * The books of one track.
     *
     * @param track the participant's raw id, or {@link CallAccount#MIXED}
     * @param frameSamples of each frame
     */
    public Bookings(String track, int sampleRate, int frameSamples) {
        this.track = track;
        this.sampleRate = sampleRate;
        this.frameSamples = frameSamples;
    }

    /** A frame as it should be. */
    public List<Entry> heard() {
        return List.of(new Entry.Heard(track, frameSamples));
    }

    /** So many frames were left out before this step. */
    public List<Entry> gap(long frames) {
        return List.of(new Entry.Gap(track, frames * frameSamples));
    }

    /** The frame that has just been sent, once more. */
    public List<Entry> doubled() {
        return List.of(new Entry.Discarded(track, frameSamples, "duplicate"), new Entry.Anomaly("duplicateFrame"));
    }

    /** A frame that comes after some that follow it, early enough to be put in its place. */
    public List<Entry> swapped() {
        return List.of(new Entry.Heard(track, frameSamples), new Entry.Anomaly("outOfOrder"));
    }

    /** A frame that comes after its place was filled with silence. */
    public List<Entry> late() {
        return List.of(
                new Entry.Gap(track, frameSamples),
                new Entry.Discarded(track, frameSamples, "late"),
                new Entry.Anomaly("lateFrame"));
    }

    /** A frame whose time was left out, or is none. */
    public List<Entry> untimed(boolean left) {
        return List.of(
                new Entry.Heard(track, frameSamples), new Entry.Anomaly(left ? "missingTimestamp" : "badTimestamp"));
    }

    /** What the socket before this one has brought already. */
    public List<Entry> repeated() {
        return List.of(new Entry.Discarded(track, frameSamples, "overlap"), new Entry.Anomaly("overlappingFrame"));
    }

    /** A frame of so many samples and a half. */
    public List<Entry> odd(long samples) {
        return List.of(new Entry.Discarded(track, samples, "malformed"));
    }

    /** A frame to a socket that has been taken over. */
    public List<Entry> stale() {
        return List.of(new Entry.Unheard(track, frameSamples));
    }

    /** The track's clock jumps before the next frame. Ahead by not too much, it is as if something had been left out. */
    public List<Entry> jumped(Duration by) {
        if (by.isNegative()) {
            return setBack();
        }
        return isOfTheClock(by)
                ? List.of(new Entry.Anomaly("clockJump"))
                : List.of(new Entry.Gap(track, by.toMillis() * sampleRate / MILLIS));
    }

    /** Whether a jump shows as what it is, and not as a gap. */
    public static boolean isOfTheClock(Duration jump) {
        return jump.isNegative() || jump.compareTo(LONGEST_GAP) > 0;
    }

    /** Frames of the past are taken as they come; so many in a row, and it is their clock that was set. */
    private List<Entry> setBack() {
        long frameMillis = frameSamples * MILLIS / sampleRate;
        int frames = (int) (REORDER_WINDOW.toMillis() / frameMillis) + 1;
        List<Entry> entries = new ArrayList<>(Collections.nCopies(frames, new Entry.Anomaly("backwardTimestamp")));
        entries.add(new Entry.Anomaly("clockJump"));
        return entries;
    }
}
