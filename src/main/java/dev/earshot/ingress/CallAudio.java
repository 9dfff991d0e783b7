package dev.earshot.ingress;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All tracks of one call. It outlives media sockets: each gets a port, and the port that was opened last is the only
 * one that writes. Frames are written on the thread that brings them, under one lock that nobody holds for long.
 */
public final class CallAudio {

    /** Told on the media stream's thread, while a lock is held: must return at once and call nothing back. */
    public interface Listener {

        /** The track's first samples are on its tape. */
        void onTrackJoined(AudioTrack track);

        /** {@code samples} samples between {@code startMs} and {@code endMs} (call clock) never arrived. */
        void onGap(AudioTrack track, long startMs, long endMs, long samples);

        /** Once a call: what it announces cannot be heard. */
        void onFormatRefused(PcmFormat format);

        void onOpened();

        /** The call has no media socket any more. */
        void onLost(MediaEnd cause);
    }

    private static final long SILENT_AFTER_MS = 2_000;

    /** Whoever sends nothing more leaves what waits behind a hole waiting: not for longer than that. */
    private static final long LONGEST_WAIT_MICROS = 1_000_000;

    private final String callId;
    private final LongSupplier callClockMs;
    private final Listener listener;
    private final AudioOrder order;
    private final MediaAnomalies anomalies;
    private final MediaClock mediaClock;
    private final CallTracks tracks;

    private PcmFormat lastFormat = PcmFormat.DEFAULT;
    private boolean formatKnown;
    private boolean formatRefused;
    private boolean ended;
    private @Nullable SocketPort current;
    private long lastFrameMs;

    /**
     * A call without tracks or sockets.
     *
     * @param callClockMs ms since the call began; monotonic, asked from any thread
     */
    public CallAudio(String callId, IngressSettings settings, LongSupplier callClockMs, Listener listener) {
        this(callId, settings, callClockMs, listener, AudioOrder.NONE);
    }

    /** @param order in which things happen to it */
    CallAudio(String callId, IngressSettings settings, LongSupplier callClockMs, Listener listener, AudioOrder order) {
        this.order = order;
        this.callId = callId;
        this.callClockMs = callClockMs;
        this.listener = listener;
        this.anomalies = new MediaAnomalies(callId);
        this.mediaClock = new MediaClock(callClockMs);
        this.tracks = new CallTracks(settings, anomalies, listener, order);
    }

    /** A port for one more socket. It changes nothing until it is opened. */
    public MediaPort port() {
        return order.port(new SocketPort(this));
    }

    /** The call as it stands. */
    public MediaReport report() {
        flushOverdue().forEach(intake -> intake.track().tape().wakeReader());
        return reported();
    }

    private synchronized List<TrackIntake> flushOverdue() {
        long before = callClockMs.getAsLong() * 1_000 - LONGEST_WAIT_MICROS;
        List<TrackIntake> overdue = tracks.all().stream()
                .filter(intake -> intake.order().waitsSinceBefore(before))
                .toList();
        overdue.forEach(intake -> intake.order().flush());
        return overdue;
    }

    private synchronized MediaReport reported() {
        List<AudioTrack> audioTracks =
                tracks.all().stream().map(TrackIntake::track).toList();
        return new MediaReport(
                state(),
                new AudioLedger(
                        callId, audioTracks.stream().map(AudioTrack::ledger).toList()),
                anomalies.snapshot(),
                audioTracks);
    }

    private MediaReport.State state() {
        if (current == null) {
            return MediaReport.State.LOST;
        }
        return callClockMs.getAsLong() - lastFrameMs > SILENT_AFTER_MS
                ? MediaReport.State.SILENT
                : MediaReport.State.RECEIVING;
    }

    /** Closes the socket and ends every track: what is held can still be read, and nothing more is written. */
    public void end() {
        SocketPort last;
        List<TrackIntake> ending;
        synchronized (this) {
            ended = true;
            last = current;
            current = null;
            ending = List.copyOf(tracks.all());
            ending.forEach(intake -> intake.order().flush());
        }
        ending.forEach(intake -> intake.track().tape().end());
        if (last != null) {
            last.close();
        }
    }

    /** Gives up on whatever no session has read. */
    public void discardHeld(DiscardReason reason) {
        List<TrackIntake> giving;
        synchronized (this) {
            giving = List.copyOf(tracks.all());
        }
        giving.forEach(intake -> intake.track().tape().discardHeld(reason));
    }

    /** Makes the port the call's only one, and returns the one to close: the superseded, or itself after the end. */
    @Nullable
    SocketPort onOpened(SocketPort port) {
        synchronized (this) {
            if (ended) {
                return port;
            }
            SocketPort superseded = current;
            current = port;
            mediaClock.onSocket();
            tracks.all().forEach(intake -> intake.order().onTakeOver());
            lastFrameMs = callClockMs.getAsLong();
            listener.onOpened();
            return superseded;
        }
    }

    void onClosed(SocketPort port, MediaEnd cause) {
        List<TrackIntake> left;
        synchronized (this) {
            if (current != port) {
                return;
            }
            current = null;
            left = List.copyOf(tracks.all());
            left.forEach(intake -> intake.order().flush());
            listener.onLost(cause);
        }
        left.forEach(intake -> intake.track().tape().wakeReader());
    }

    synchronized PcmFormat lastFormat() {
        return lastFormat;
    }

    synchronized void onFormat(PcmFormat format) {
        if (!format.supported()) {
            refuse(format);
            return;
        }
        if (formatKnown && format.sampleRate() != lastFormat.sampleRate()) {
            count(MediaAnomaly.FORMAT_CHANGED);
        }
        formatKnown = true;
        lastFormat = format;
    }

    void count(MediaAnomaly cause) {
        anomalies.count(cause);
    }

    private void refuse(PcmFormat format) {
        count(MediaAnomaly.UNSUPPORTED_FORMAT);
        if (!formatRefused) {
            formatRefused = true;
            listener.onFormatRefused(format);
        }
    }

    void onFrame(SocketPort port, MediaFrame frame) {
        TrackIntake intake;
        synchronized (this) {
            if (frame.length() % 2 != 0) {
                count(MediaAnomaly.ODD_LENGTH);
            }
            if (port != current) {
                refuseLate(frame);
                return;
            }
            lastFrameMs = callClockMs.getAsLong();
            long micros = callMicros(frame.timestampMicros());
            intake = tracks.forFrame(frame, micros, 1_000 * lastFrameMs);
            if (intake == null) {
                count(MediaAnomaly.TOO_MANY_TRACKS);
                return;
            }
            accept(intake, frame, micros);
        }
        intake.track().tape().wakeReader();
    }

    /** When that was, on the call clock; the first timestamp of a socket tells whether it goes on from the one before. */
    private long callMicros(long timestampMicros) {
        long micros = mediaClock.callMicros(timestampMicros);
        if (mediaClock.unproven() && micros != MediaClock.UNKNOWN) {
            if (micros >= 0 && tracks.credible(micros, 1_000 * lastFrameMs)) {
                mediaClock.onProven();
            } else if (mediaClock.restart(timestampMicros)) {
                count(MediaAnomaly.CLOCK_RESTARTED);
                tracks.all().forEach(intake -> intake.order().onClockRestarted());
                return mediaClock.callMicros(timestampMicros);
            }
        }
        return micros;
    }

    /** The call has ended, or listens to another socket: what is for a track of the call has its account all the same. */
    private void refuseLate(MediaFrame frame) {
        if (!ended) {
            count(MediaAnomaly.STALE_SOCKET);
        }
        TrackIntake intake = tracks.of(frame.participant());
        if (intake != null) {
            intake.discard(frame, ended ? DiscardReason.CALL_ENDED : DiscardReason.STALE_SOCKET);
        }
    }

    private void accept(TrackIntake intake, MediaFrame frame, long micros) {
        if (frame.length() % 2 != 0) {
            intake.discard(frame, DiscardReason.MALFORMED);
            return;
        }
        boolean rateChanged = frame.format().supported()
                && frame.format().sampleRate() != intake.track().sampleRate();
        if (rateChanged) {
            refuse(frame.format());
        }
        if (rateChanged || !frame.format().supported()) {
            intake.discard(frame, DiscardReason.UNSUPPORTED_FORMAT);
        } else {
            intake.accept(frame, micros, 1_000 * lastFrameMs);
        }
    }
}
