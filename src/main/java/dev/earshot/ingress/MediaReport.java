package dev.earshot.ingress;

import java.util.List;
import java.util.Map;

/**
 * A call's audio as it stands.
 *
 * @param anomalies how often, only those that happened
 * @param tracks in order of joining
 */
public record MediaReport(State media, AudioLedger ledger, Map<MediaAnomaly, Long> anomalies, List<AudioTrack> tracks) {

    public MediaReport {
        tracks = List.copyOf(tracks);
    }

    /** The media stream's state. */
    public enum State {
        RECEIVING("receiving"),
        /** The socket is there, and nothing has come through it for two seconds. */
        SILENT("silent"),
        LOST("lost");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** The name in health events. */
        public String wireName() {
            return wireName;
        }
    }
}
