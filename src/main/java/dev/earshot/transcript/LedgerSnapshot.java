package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The audio ledger of a call at one instant: every sample that arrived is in exactly one account.
 *
 * @param anomalies what the media stream carried that it should not: wire name to count, in order of name; left out of
 *     the JSON where there were none
 */
public record LedgerSnapshot(
        String callId, List<Track> tracks, @JsonInclude(Include.NON_EMPTY) Map<String, Long> anomalies) {

    public LedgerSnapshot {
        Objects.requireNonNull(callId);
        tracks = List.copyOf(tracks);
        // Null where JSON is read that says nothing of them.
        anomalies = anomalies == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(anomalies));
    }

    /** Of a stream that carried nothing that it should not. */
    public LedgerSnapshot(String callId, List<Track> tracks) {
        this(callId, tracks, Map.of());
    }

    /** Whether nothing is unaccounted on any track. */
    public boolean balances() {
        return tracks.stream().allMatch(Track::balances);
    }

    /** The JSON object that the ledger endpoint answers with. */
    public String rendered() {
        return CallEventJson.render(this);
    }

    /**
     * One track's accounts, in samples of its own rate.
     *
     * @param participant raw id, null for the mixed stream
     * @param frames media messages that arrived
     * @param received {@code held + appended + Σ discarded}
     * @param discarded reason to samples, in order of reason
     * @param gaps holes in the audio that were filled with silence, {@code gapSamples} long together; they never arrived, so they
     *     are in no account
     * @param anomalies what was strange about the track's frames: wire name to count, in order of name; left out where there
     *     was nothing
     * @param clock how the track's clocks run apart, left out until that can be told
     */
    public record Track(
            String trackId,
            @Nullable String participant,
            int sampleRate,
            long frames,
            long received,
            long held,
            long appended,
            Map<String, Long> discarded,
            long gaps,
            long gapSamples,
            @JsonInclude(Include.NON_EMPTY) Map<String, Long> anomalies,
            @JsonInclude(Include.NON_NULL) @Nullable Clock clock) {

        public Track {
            Objects.requireNonNull(trackId);
            discarded = Collections.unmodifiableMap(new TreeMap<>(discarded));
            // Null where JSON is read that says nothing of them.
            anomalies = anomalies == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(anomalies));
        }

        public boolean balances() {
            long gone = discarded.values().stream().mapToLong(Long::longValue).sum();
            return received == held + appended + gone;
        }
    }

    /**
     * What timestamps have gained on samples, and our clock on timestamps, in ms and in parts per million.
     */
    public record Clock(long driftMs, long driftPpm, long arrivalDriftMs, long arrivalDriftPpm) {}
}
