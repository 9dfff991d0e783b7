package dev.earshot.ingress;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books on a call's audio at one instant. Its components are the published JSON, in that order.
 *
 * @param tracks in order of joining
 */
public record AudioLedger(String callId, List<Track> tracks) {

    public AudioLedger {
        tracks = List.copyOf(tracks);
    }

    /** Whether every sample of every track is in exactly one account. */
    public boolean balances() {
        return tracks.stream().allMatch(Track::balances);
    }

    /**
     * The accounts of one track, in samples of its own rate.
     *
     * @param participant the raw id, null for the mixed stream
     * @param frames media messages with audio for this track, whatever became of them
     * @param received every sample that arrived
     * @param held received and waiting to be read
     * @param appended read by the session that is listening now, or read and settled
     * @param discarded by reason, only those that happened
     * @param gaps times that silence was put in for what never arrived
     * @param gapSamples so much of it; no part of any account, since it was not received
     * @param anomalies what was strange about its frames, how often, only those that happened
     * @param clock how its clocks run apart, null until that can be told
     */
    public record Track(
            String trackId,
            @Nullable String participant,
            int sampleRate,
            long frames,
            long received,
            long held,
            long appended,
            Map<DiscardReason, Long> discarded,
            long gaps,
            long gapSamples,
            @JsonInclude(Include.NON_EMPTY) Map<MediaAnomaly, Long> anomalies,
            @JsonInclude(Include.NON_NULL) @Nullable Clock clock) {

        /** {@code received = held + appended + Σ discarded}. */
        public boolean balances() {
            long lost = discarded.values().stream().mapToLong(Long::longValue).sum();
            return received == held + appended + lost;
        }
    }

    /**
     * How the clocks of a track run apart since its timestamps began: nothing is corrected by this.
     *
     * @param driftMs what the source's timestamps have gained on its samples
     * @param driftPpm the same in parts per million
     * @param arrivalDriftMs what our clock has gained on the source's timestamps; growing delay counts as that
     * @param arrivalDriftPpm the same in parts per million
     */
    public record Clock(long driftMs, long driftPpm, long arrivalDriftMs, long arrivalDriftPpm) {}
}
