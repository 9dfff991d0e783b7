package dev.earshot.ingress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final String callId;
    private final IngressSettings settings;
    private final LongSupplier callClockMs;
    private final Listener listener;
    private final MediaAnomalies anomalies;
    private final MediaClock mediaClock;
    private final Map<@Nullable String, TrackIntake> byParticipant = new HashMap<>();
    private final List<TrackIntake> tracks = new ArrayList<>();

    private PcmFormat lastFormat = PcmFormat.DEFAULT;
    private boolean formatRefused;
    private boolean ended;
    private @Nullable SocketPort current;
    private @Nullable TrackIntake lastTrack;
    private long lastFrameMs;

    /**
     * A call without tracks or sockets.
     *
     * @param callClockMs ms since the call began; monotonic, asked from any thread
     */
    public CallAudio(String callId, IngressSettings settings, LongSupplier callClockMs, Listener listener) {
        this.callId = callId;
        this.settings = settings;
        this.callClockMs = callClockMs;
        this.listener = listener;
        this.anomalies = new MediaAnomalies(callId);
        this.mediaClock = new MediaClock(callClockMs);
    }

    /** A port for one more socket. It changes nothing until it is opened. */
    public MediaPort port() {
        return new SocketPort(this);
    }

    /** The call as it stands. */
    public synchronized MediaReport report() {
        List<AudioTrack> audioTracks = tracks.stream().map(TrackIntake::track).toList();
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
            ending = List.copyOf(tracks);
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
            giving = List.copyOf(tracks);
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
            lastFrameMs = callClockMs.getAsLong();
            listener.onOpened();
            return superseded;
        }
    }

    synchronized void onClosed(SocketPort port, MediaEnd cause) {
        if (current == port) {
            current = null;
            listener.onLost(cause);
        }
    }

    synchronized PcmFormat lastFormat() {
        return lastFormat;
    }

    synchronized void onFormat(PcmFormat format) {
        if (format.supported()) {
            lastFormat = format;
            return;
        }
        refuse(format);
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
            intake = intakeFor(frame);
            if (intake == null) {
                count(MediaAnomaly.TOO_MANY_TRACKS);
                return;
            }
            accept(intake, frame);
        }
        intake.track().tape().wakeReader();
    }

    /** The call has ended, or listens to another socket: what is for a track of the call has its account all the same. */
    private void refuseLate(MediaFrame frame) {
        if (!ended) {
            count(MediaAnomaly.STALE_SOCKET);
        }
        TrackIntake intake = byParticipant.get(frame.participant());
        if (intake != null) {
            intake.discard(frame, ended ? DiscardReason.CALL_ENDED : DiscardReason.STALE_SOCKET);
        }
    }

    private void accept(TrackIntake intake, MediaFrame frame) {
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
            intake.accept(frame, mediaClock.callMicros(frame.timestampMicros()));
        }
    }

    private @Nullable TrackIntake intakeFor(MediaFrame frame) {
        TrackIntake last = lastTrack;
        TrackIntake intake = last != null && Objects.equals(last.track().participant(), frame.participant())
                ? last
                : byParticipant.get(frame.participant());
        if (intake == null && tracks.size() < settings.maxTracks()) {
            intake = newIntake(frame);
        } else if (intake != null && mayTakeRate(intake, frame)) {
            intake = restarted(intake, frame);
        }
        lastTrack = intake;
        return intake;
    }

    private TrackIntake newIntake(MediaFrame frame) {
        PcmFormat format = frame.format().supported() ? frame.format() : PcmFormat.DEFAULT;
        Tape tape = new Tape(format.sampleRate(), settings.tapeBound());
        TrackIntake intake = intake("t" + (tracks.size() + 1), tape, frame);
        tracks.add(intake);
        byParticipant.put(frame.participant(), intake);
        return intake;
    }

    /** All that arrived of the track so far was discarded: its rate was a guess, and here is the first that can be heard. */
    private static boolean mayTakeRate(TrackIntake intake, MediaFrame frame) {
        return !intake.joined()
                && frame.length() % 2 == 0
                && frame.format().supported()
                && frame.format().sampleRate() != intake.track().sampleRate();
    }

    private TrackIntake restarted(TrackIntake silent, MediaFrame frame) {
        Tape tape = silent.track().tape().atRate(frame.format().sampleRate(), settings.tapeBound());
        TrackIntake intake = intake(silent.track().trackId(), tape, frame);
        tracks.set(tracks.indexOf(silent), intake);
        byParticipant.put(frame.participant(), intake);
        return intake;
    }

    private TrackIntake intake(String trackId, Tape tape, MediaFrame frame) {
        long offsetMicros = mediaClock.callMicros(frame.timestampMicros());
        if (offsetMicros < 0) {
            offsetMicros = callClockMs.getAsLong() * 1_000;
        }
        AudioTrack track = new AudioTrack(
                trackId,
                frame.participant(),
                tape,
                new TrackTimeline(
                        tape.sampleRate(), offsetMicros, settings.gapTolerance().toNanos() / 1_000));
        return new TrackIntake(track, listener, anomalies);
    }
}
