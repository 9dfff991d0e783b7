package dev.earshot.simulator.caller;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a caller did in one call: the books as they must be, kept from what was really said. Confined to the call's thread until
 * the call is over.
 */
public final class CallAccount {

    /** The name of a track that carries all voices. */
    public static final String MIXED = "mixed";

    private final Map<String, Track> tracks = new TreeMap<>();
    private final Map<String, Long> anomalies = new TreeMap<>();
    private final Map<String, Long> deeds = new TreeMap<>();

    /** One track's books, in samples at the rate of the wire. */
    public static final class Track {
        private final Map<String, Long> discarded = new TreeMap<>();
        private long frames;
        private long received;
        private long gaps;
        private long gapSamples;
        private long unheardFrames;
        private long unheardSamples;

        /** Audio messages that arrive. */
        public long frames() {
            return frames;
        }

        /** Samples that arrive. */
        public long received() {
            return received;
        }

        /** Samples that are not to be heard, by the name of the reason. */
        public Map<String, Long> discarded() {
            return Collections.unmodifiableMap(discarded);
        }

        public long gaps() {
            return gaps;
        }

        public long gapSamples() {
            return gapSamples;
        }

        /** Frames to a socket that had been taken over. */
        public long unheardFrames() {
            return unheardFrames;
        }

        public long unheardSamples() {
            return unheardSamples;
        }

        private void arrived(long samples) {
            frames++;
            received += samples;
        }
    }

    void book(List<Entry> entries) {
        entries.forEach(this::book);
    }

    private void book(Entry entry) {
        if (entry instanceof Entry.Heard heard) {
            track(heard.track()).arrived(heard.samples());
        } else if (entry instanceof Entry.Discarded discarded) {
            Track track = track(discarded.track());
            track.arrived(discarded.samples());
            track.discarded.merge(discarded.reason(), discarded.samples(), Long::sum);
        } else if (entry instanceof Entry.Gap gap) {
            Track track = track(gap.track());
            track.gaps++;
            track.gapSamples += gap.samples();
        } else if (entry instanceof Entry.Unheard unheard) {
            Track track = track(unheard.track());
            track.unheardFrames++;
            track.unheardSamples += unheard.samples();
        } else if (entry instanceof Entry.Anomaly anomaly) {
            anomalies.merge(anomaly.name(), 1L, Long::sum);
        } else if (entry instanceof Entry.Done done) {
            deeds.merge(done.deed(), 1L, Long::sum);
        }
    }

    private Track track(String name) {
        return tracks.computeIfAbsent(name, unknown -> new Track());
    }

    /** By raw id, or {@link #MIXED}; only those that anything was sent of. */
    public Map<String, Track> tracks() {
        return Collections.unmodifiableMap(tracks);
    }

    /** What the stream carried that it should not: how often, by wire name. */
    public Map<String, Long> anomalies() {
        return Collections.unmodifiableMap(anomalies);
    }

    /** What was done, and how often, in the words of the rules. */
    public Map<String, Long> deeds() {
        return Collections.unmodifiableMap(deeds);
    }
}
