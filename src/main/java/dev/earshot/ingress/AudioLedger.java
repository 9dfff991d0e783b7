package dev.earshot.ingress;

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
     * @param gaps times that the track's timestamps jumped ahead
     * @param gapSamples what those jumps left out; never arrived, hence no part of {@code received}
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
            long gapSamples) {

        /** {@code received = held + appended + Σ discarded}. */
        public boolean balances() {
            long lost = discarded.values().stream().mapToLong(Long::longValue).sum();
            return received == held + appended + lost;
        }
    }
}
