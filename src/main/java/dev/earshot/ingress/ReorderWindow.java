package dev.earshot.ingress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames behind a hole: they wait for a moment, lest what is missing comes yet. Empty as long as frames come in order.
 * Guarded by its call's audio.
 */
final class ReorderWindow {

    /**
     * A frame that waits.
     *
     * @param stampMicros its timestamp on the wire
     * @param micros the same on the call clock
     * @param arrivalMicros when it came, on the call clock
     * @param arrival counts up with each frame
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Held(long stampMicros, long micros, long arrivalMicros, long arrival, byte[] pcm) {
        int samples() {
            return pcm.length / 2;
        }
    }

    private final List<Held> byTime = new ArrayList<>();
    private long arrivals;
    private long samples;

    boolean isEmpty() {
        return byTime.isEmpty();
    }

    /** How much waits. */
    long samples() {
        return samples;
    }

    /** The earliest by its timestamp. */
    Held first() {
        return byTime.get(0);
    }

    /** Takes a frame; returns whether one that waits already comes after it. */
    boolean add(long stampMicros, long micros, long arrivalMicros, byte[] pcm) {
        int at = byTime.size();
        while (at > 0 && byTime.get(at - 1).micros() > micros) {
            at--;
        }
        boolean behind = at < byTime.size();
        byTime.add(at, new Held(stampMicros, micros, arrivalMicros, arrivals++, pcm));
        samples += pcm.length / 2;
        return behind;
    }

    Held remove(Held held) {
        byTime.remove(held);
        samples -= held.samples();
        return held;
    }

    /** All of them in the order in which they came; none waits any more. */
    List<Held> removeAll() {
        List<Held> all = inOrderOfArrival();
        byTime.clear();
        samples = 0;
        return all;
    }

    /** The one that has waited longest, null where none waits. */
    @Nullable
    Held eldest() {
        return byTime.stream().min(Comparator.comparingLong(Held::arrival)).orElse(null);
    }

    /** Whether that very frame waits. */
    boolean has(long stampMicros, byte[] bytes, int from, int length) {
        return byTime.stream()
                .anyMatch(held -> held.stampMicros() == stampMicros
                        && Arrays.equals(held.pcm(), 0, held.pcm().length, bytes, from, from + length));
    }

    /**
     * The frame that came first, if the others are one behind the other as if it had its place at {@code due} and not where
     * its timestamp says: then that is wrong.
     *
     * @param due when the next sample is due
     * @param tolerance how far off timestamps may be, µs
     * @param sureMicros a timestamp that is so far off is judged by a single frame that came after it
     */
    @Nullable
    Held contradicted(long due, long tolerance, TrackClock clock, long sureMicros) {
        Held suspect = eldest();
        if (suspect == null || byTime.size() < 2) {
            return null;
        }
        long expected = due + clock.micros(suspect.samples());
        boolean covered = false;
        for (Held other : byTime) {
            if (other.arrival() != suspect.arrival()) {
                if (Math.abs(other.micros() - expected) > tolerance) {
                    return null;
                }
                covered |= overlap(other, suspect, tolerance, clock);
                expected += clock.micros(other.samples());
            }
        }
        boolean adjacent = Math.abs(suspect.micros() - expected) <= tolerance;
        boolean far = suspect.micros() - due > sureMicros;
        return covered || (far && !adjacent) ? suspect : null;
    }

    private static boolean overlap(Held one, Held other, long tolerance, TrackClock clock) {
        return one.micros() + clock.micros(one.samples()) - tolerance > other.micros()
                && other.micros() + clock.micros(other.samples()) - tolerance > one.micros();
    }

    private List<Held> inOrderOfArrival() {
        return byTime.stream().sorted(Comparator.comparingLong(Held::arrival)).toList();
    }
}
