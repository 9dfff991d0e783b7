package dev.earshot.ingress;

import dev.earshot.audio.TrackFeed;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One audio timeline of a call: the mixed stream, or one participant. Every method may be called from any thread. */
public final class AudioTrack {

    private final String trackId;
    private final @Nullable String participant;
    private final Tape tape;
    private final TrackTimeline timeline;
    private final MediaAnomalies anomalies;
    private final ClockDrift drift;
    private final AudioOrder order;

    AudioTrack(
            String trackId,
            @Nullable String participant,
            Tape tape,
            TrackTimeline timeline,
            MediaAnomalies anomalies,
            ClockDrift drift,
            AudioOrder order) {
        this.trackId = trackId;
        this.participant = participant;
        this.tape = tape;
        this.timeline = timeline;
        this.anomalies = anomalies;
        this.drift = drift;
        this.order = order;
    }

    /** {@code t1}, {@code t2} … in order of joining. */
    public String trackId() {
        return trackId;
    }

    /** The raw id on the wire, null for the mixed stream. Personal: not for logs. */
    public @Nullable String participant() {
        return participant;
    }

    /** Samples a second; 16000 or 24000. */
    public int sampleRate() {
        return tape.sampleRate();
    }

    /** When its first sample was heard, in ms on the call clock. */
    public long offsetMs() {
        return timeline.offsetMs();
    }

    /** When the sample at {@code position} was heard, in ms on the call clock; never decreases with the position. */
    public long callMs(long position) {
        return order.between(() -> timeline.callMs(position));
    }

    /** The track as a listener reads it. */
    public TrackFeed feed() {
        return tape;
    }

    /** The memory behind the feed, for whoever ends it or shows it. */
    public Tape tape() {
        return tape;
    }

    /** Looks at the memory from another thread than the audio's, in its place in the order of things. */
    public <T> T look(Function<Tape, T> at) {
        return order.between(() -> at.apply(tape));
    }

    /** All speech before {@code position}, in samples, has its final text or was silence: it need not be heard again. */
    public void settle(long position) {
        order.between(() -> {
            tape.settle(position);
            return position;
        });
    }

    /** Its accounts now. */
    public AudioLedger.Track ledger() {
        Tape.Accounts accounts = tape.accounts();
        return new AudioLedger.Track(
                trackId,
                participant,
                sampleRate(),
                accounts.frames(),
                accounts.received(),
                accounts.held(),
                accounts.appended(),
                accounts.discarded(),
                accounts.gaps(),
                accounts.gapSamples(),
                anomalies.snapshot(),
                drift.shown());
    }
}
