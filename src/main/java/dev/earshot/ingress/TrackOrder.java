package dev.earshot.ingress;

import java.util.Arrays;

/**
 * Puts a track's frames in the order of their timestamps. A frame in order goes on the tape at once.
 *
 * <pre>
 *   in order ────────────────────────────────────────────▶ tape
 *   ahead ──▶ {@link ReorderWindow} ── the missing one came ──▶ tape
 *                       ╰── it did not ──▶ silence, and then ──▶ tape
 *   of the past ──▶ known: discarded under its name · not known: its time is wrong, tape
 * </pre>
 *
 * Audio is never thrown away because of a timestamp alone, unless that lies in silence that has been put in, or in what an
 * earlier socket has brought. Guarded by its call's audio.
 */
final class TrackOrder {

    private final Tape tape;
    private final TrackClock clock;
    private final TrackGaps gaps;
    private final TimingSettings settings;
    private final MediaAnomalies anomalies;
    private final ReorderWindow window = new ReorderWindow();
    private final RecentFrames recent = new RecentFrames();

    /** Another socket came, and has not brought anything new of this track yet. */
    private boolean takingOver;

    /** The next timestamp is the first of a clock that nothing is known of. */
    private boolean clockRestarted;

    /** Samples that arrived, but not on the tape, explain the next hole. */
    private boolean refused;

    private long backwardSamples;
    private long backwardEnd;

    TrackOrder(Tape tape, TrackClock clock, TrackGaps gaps, TimingSettings settings, MediaAnomalies anomalies) {
        this.tape = tape;
        this.clock = clock;
        this.gaps = gaps;
        this.settings = settings;
        this.anomalies = anomalies;
    }

    /**
     * A frame with a timestamp.
     *
     * @param stampMicros as it is on the wire
     * @param micros the same on the call clock
     * @param nowMicros the call clock
     */
    void onFrame(long stampMicros, long micros, long nowMicros, byte[] bytes, int from, int length) {
        if (clockRestarted) {
            onFirstOfClock(micros, nowMicros);
        }
        long early = clock.early(micros);
        long tolerance = clock.tolerance(length / 2);
        if (early <= tolerance && early >= -tolerance) {
            boolean behind = !window.isEmpty();
            append(stampMicros, micros, nowMicros, early, bytes, from, length);
            if (behind) {
                anomalies.count(MediaAnomaly.OUT_OF_ORDER);
                appendAwaited();
            }
        } else if (early < 0) {
            onPast(stampMicros, micros, bytes, from, length);
        } else if (refused && window.isEmpty() && gaps.isOfRefused(micros)) {
            clock.stepTo(micros);
            append(stampMicros, micros, nowMicros, 0, bytes, from, length);
        } else {
            onAhead(stampMicros, micros, nowMicros, bytes, from, length);
        }
    }

    /**
     * A frame without one: it comes after the one before it.
     *
     * @param byArrival whether there is nothing better to go by than when it came
     */
    void onUntimed(boolean byArrival, long nowMicros, byte[] bytes, int from, int length) {
        flush();
        if (byArrival && refused) {
            gaps.passByArrival(nowMicros);
        } else if (byArrival) {
            gaps.closeByArrival(nowMicros);
        }
        refused = false;
        tape.append(bytes, from, length);
        clock.advance(length / 2);
    }

    /** Another socket brings the track from now on, and may bring again what the one before has brought. */
    void onTakeOver() {
        flush();
        takingOver = true;
    }

    /** Timestamps have nothing to do with those before any more. */
    void onClockRestarted() {
        flush();
        recent.clear();
        clock.forgetJumps();
        clockRestarted = true;
        takingOver = false;
    }

    /** Samples arrived that could not be taken. */
    void onRefused() {
        refused = true;
    }

    /** Whether a frame has waited since before {@code micros} of the call clock. */
    boolean waitsSinceBefore(long micros) {
        ReorderWindow.Held eldest = window.eldest();
        return eldest != null && eldest.arrivalMicros() < micros;
    }

    /** What is missing is not waited for any longer. */
    void flush() {
        while (!window.isEmpty()) {
            giveUpWaiting();
        }
    }

    private void append(long stampMicros, long micros, long nowMicros, long early, byte[] bytes, int from, int length) {
        clock.follow(micros, early, length / 2, nowMicros);
        recent.add(stampMicros, clock.end(), length / 2);
        tape.append(bytes, from, length);
        clock.advance(length / 2);
        takingOver = false;
        refused = false;
        backwardSamples = 0;
    }

    private void onFirstOfClock(long micros, long nowMicros) {
        clockRestarted = false;
        gaps.closeByArrival(nowMicros);
        clock.jumpTo(micros);
    }

    private void onAhead(long stampMicros, long micros, long nowMicros, byte[] bytes, int from, int length) {
        if (window.has(stampMicros, bytes, from, length)) {
            discard(length / 2, DiscardReason.DUPLICATE, MediaAnomaly.DUPLICATE_FRAME);
            return;
        }
        byte[] pcm = Arrays.copyOfRange(bytes, from, from + length);
        tape.await(length / 2);
        boolean behind = window.add(stampMicros, micros, nowMicros, pcm);
        long tolerance = clock.tolerance(length / 2);
        ReorderWindow.Held wrong = window.contradicted(clock.due(), tolerance, clock, settings.reorderMicros());
        if (wrong != null) {
            anomalies.count(MediaAnomaly.UNSTEADY_TIMESTAMP);
            place(window.remove(wrong));
            appendAwaited();
        } else if (behind) {
            anomalies.count(MediaAnomaly.OUT_OF_ORDER);
        }
        while (clock.micros(window.samples()) > settings.reorderMicros()) {
            giveUpWaiting();
        }
    }

    private void giveUpWaiting() {
        ReorderWindow.Held first = window.first();
        if (refused && gaps.isOfRefused(first.micros())) {
            clock.stepTo(first.micros());
        } else {
            gaps.close(first.micros(), first.samples(), first.arrivalMicros());
        }
        appendFirst();
        appendAwaited();
    }

    /** All that follows without a hole. */
    private void appendAwaited() {
        while (!window.isEmpty()) {
            ReorderWindow.Held first = window.first();
            if (clock.early(first.micros()) > clock.tolerance(first.samples())) {
                return;
            }
            appendFirst();
        }
    }

    private void appendFirst() {
        ReorderWindow.Held first = window.remove(window.first());
        long early = clock.early(first.micros());
        if (early < -clock.tolerance(first.samples())) {
            anomalies.count(MediaAnomaly.BACKWARD_TIMESTAMP);
        }
        clock.follow(first.micros(), early, first.samples(), first.arrivalMicros());
        place(first);
        takingOver = false;
        refused = false;
        backwardSamples = 0;
    }

    private void place(ReorderWindow.Held held) {
        recent.add(held.stampMicros(), clock.end(), held.samples());
        tape.appendAwaited(held.pcm());
        clock.advance(held.samples());
    }

    private void onPast(long stampMicros, long micros, byte[] bytes, int from, int length) {
        int samples = length / 2;
        long back = -clock.early(micros);
        int known = known(back, samples);
        long position = clock.end() - clock.samples(back);
        if (back > settings.lookBackMicros()) {
            onWrongTime(stampMicros, micros, bytes, from, length);
        } else if (takingOver) {
            onKnown(known, DiscardReason.OVERLAP, MediaAnomaly.OVERLAPPING_FRAME, bytes, from, length);
        } else if (isDuplicate(stampMicros, bytes, from, samples)) {
            discard(samples, DiscardReason.DUPLICATE, MediaAnomaly.DUPLICATE_FRAME);
        } else if (position < 0 || tape.hasSilence(position, position + known)) {
            onKnown(known, DiscardReason.LATE, MediaAnomaly.LATE_FRAME, bytes, from, length);
        } else if (tape.has(position, bytes, from, known)) {
            onKnown(known, DiscardReason.OVERLAP, MediaAnomaly.OVERLAPPING_FRAME, bytes, from, length);
        } else {
            onWrongTime(stampMicros, micros, bytes, from, length);
        }
    }

    /** How many of a frame's samples lie before the next one's position; all but a rest too short to be told. */
    private int known(long back, int samples) {
        long before = clock.samples(back);
        return clock.length(samples) - back <= clock.tolerance(samples) ? samples : (int) before;
    }

    private boolean isDuplicate(long stampMicros, byte[] bytes, int from, int samples) {
        long before = recent.position(stampMicros, samples);
        return before >= 0 && (!tape.retains(before, samples) || tape.has(before, bytes, from, samples));
    }

    /** Discards what is known of a frame, and takes the rest. */
    private void onKnown(int known, DiscardReason reason, MediaAnomaly cause, byte[] bytes, int from, int length) {
        int rest = length / 2 - known;
        if (rest == 0) {
            discard(known, reason, cause);
            return;
        }
        anomalies.count(cause);
        tape.discardPart(known, reason);
        tape.append(bytes, from + 2 * known, 2 * rest);
        clock.advance(rest);
        takingOver = false;
        if (!window.isEmpty()) {
            appendAwaited();
        }
    }

    private void discard(int samples, DiscardReason reason, MediaAnomaly cause) {
        anomalies.count(cause);
        tape.discard(samples, reason);
    }

    /** Other audio than what is there already: it is new, so that its timestamp, or that of those that wait, is wrong. */
    private void onWrongTime(long stampMicros, long micros, byte[] bytes, int from, int length) {
        for (ReorderWindow.Held held : window.removeAll()) {
            anomalies.count(MediaAnomaly.UNSTEADY_TIMESTAMP);
            place(held);
        }
        anomalies.count(MediaAnomaly.BACKWARD_TIMESTAMP);
        int samples = length / 2;
        recent.add(stampMicros, clock.end(), samples);
        tape.append(bytes, from, length);
        clock.advance(samples);
        boolean follows = Math.abs(micros - backwardEnd) <= clock.tolerance(samples);
        backwardSamples = follows ? backwardSamples + samples : samples;
        backwardEnd = micros + clock.length(samples);
        if (clock.micros(backwardSamples) > settings.reorderMicros()) {
            anomalies.count(MediaAnomaly.CLOCK_JUMP);
            clock.jumpTo(backwardEnd);
            backwardSamples = 0;
        }
    }
}
