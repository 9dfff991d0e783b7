package dev.earshot.ingress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of one call, in order of joining: one for the mixed stream or for each participant, and a further one where the
 * rate changes amid the call. Guarded by the call's audio.
 */
final class CallTracks {

    private final IngressSettings settings;
    private final MediaAnomalies anomalies;
    private final CallAudio.Listener listener;
    private final AudioOrder order;
    private final Map<@Nullable String, TrackIntake> byParticipant = new HashMap<>();
    private final List<TrackIntake> tracks = new ArrayList<>();
    private @Nullable TrackIntake last;

    CallTracks(IngressSettings settings, MediaAnomalies anomalies, CallAudio.Listener listener, AudioOrder order) {
        this.settings = settings;
        this.anomalies = anomalies;
        this.listener = listener;
        this.order = order;
    }

    List<TrackIntake> all() {
        return tracks;
    }

    /** The one that this participant's frames went to last, null for one that is not known. */
    @Nullable
    TrackIntake of(@Nullable String participant) {
        return byParticipant.get(participant);
    }

    /**
     * The track that a frame is for, a new one if need be; null where there is none and can be none more. A track of another
     * rate than the frame's is the best that there is.
     *
     * @param micros when the frame was heard by its timestamp, on the call clock; negative where that is not known
     */
    @Nullable
    TrackIntake forFrame(MediaFrame frame, long micros, long nowMicros) {
        TrackIntake intake = last != null && Objects.equals(last.track().participant(), frame.participant())
                ? last
                : byParticipant.get(frame.participant());
        if (intake == null && tracks.size() < settings.maxTracks()) {
            intake = added(frame, micros, nowMicros);
        } else if (intake != null && hasOtherRate(intake, frame)) {
            intake = intake.joined()
                    ? ofRate(intake, frame, micros, nowMicros)
                    : restarted(intake, frame, micros, nowMicros);
        }
        last = intake;
        return intake;
    }

    /** Where the call's audio has got to, in µs on the call clock; {@code nowMicros} before there is any. */
    long newestMicros(long nowMicros) {
        return tracks.stream()
                .filter(TrackIntake::joined)
                .mapToLong(TrackIntake::endMicros)
                .max()
                .orElse(nowMicros);
    }

    /** Whether a timestamp can be of now: not long before what the call has heard, nor long after it and now. */
    boolean credible(long micros, long nowMicros) {
        long newest = newestMicros(nowMicros);
        return micros >= Math.min(newest, nowMicros) - settings.timing().lookBackMicros()
                && micros <= Math.max(newest, nowMicros) + settings.timing().longestGapMicros();
    }

    private static boolean hasOtherRate(TrackIntake intake, MediaFrame frame) {
        return frame.format().sampleRate() != intake.track().sampleRate()
                && frame.format().supported()
                && frame.length() % 2 == 0;
    }

    private TrackIntake ofRate(TrackIntake before, MediaFrame frame, long micros, long nowMicros) {
        before.order().flush();
        before.order().onRefused();
        for (TrackIntake known : tracks) {
            if (Objects.equals(known.track().participant(), frame.participant()) && !hasOtherRate(known, frame)) {
                byParticipant.put(frame.participant(), known);
                return known;
            }
        }
        return tracks.size() < settings.maxTracks() ? added(frame, micros, nowMicros) : before;
    }

    private TrackIntake added(MediaFrame frame, long micros, long nowMicros) {
        PcmFormat format = frame.format().supported() ? frame.format() : PcmFormat.DEFAULT;
        Tape tape = new Tape(
                format.sampleRate(), settings.tapeBound(), settings.timing().heardSilence(), settings.memory());
        TrackIntake intake = intake("t" + (tracks.size() + 1), tape, frame, micros, nowMicros);
        tracks.add(intake);
        byParticipant.put(frame.participant(), intake);
        return intake;
    }

    /** All that arrived of the track so far was discarded: its rate was a guess, and here is the first that can be heard. */
    private TrackIntake restarted(TrackIntake silent, MediaFrame frame, long micros, long nowMicros) {
        Tape tape = silent.track()
                .tape()
                .atRate(
                        frame.format().sampleRate(),
                        settings.tapeBound(),
                        settings.timing().heardSilence(),
                        settings.memory());
        TrackIntake intake = intake(silent.track().trackId(), tape, frame, micros, nowMicros);
        tracks.set(tracks.indexOf(silent), intake);
        byParticipant.put(frame.participant(), intake);
        return intake;
    }

    /** Its first sample is where its timestamp says, or else where it came. */
    private TrackIntake intake(String trackId, Tape tape, MediaFrame frame, long micros, long nowMicros) {
        long offsetMicros = micros >= 0 && credible(micros, nowMicros) ? micros : nowMicros;
        TrackTimeline timeline = new TrackTimeline(tape.sampleRate(), offsetMicros);
        TrackClock clock = new TrackClock(
                tape.sampleRate(), settings.timing(), timeline, offsetMicros, micros < 0 ? 0 : micros - offsetMicros);
        MediaAnomalies ofTrack = anomalies.ofTrack();
        AudioTrack track = new AudioTrack(trackId, frame.participant(), tape, timeline, ofTrack, clock.drift(), order);
        return new TrackIntake(track, clock, settings.timing(), ofTrack, listener);
    }
}
