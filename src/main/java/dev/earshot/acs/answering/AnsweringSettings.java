package dev.earshot.acs.answering;

import dev.earshot.acs.automation.MediaStreaming;
import java.time.Duration;

/**
 * How calls are answered.
 *
 * @param streaming what their media is to be like
 * @param speakers who is who
 * @param ringTime a call that began to ring longer ago is not answered any more
 * @param whenLeaving what becomes of a phone call that Earshot no longer hears
 */
public record AnsweringSettings(
        MediaStreaming streaming,
        SpeakerRules speakers,
        Duration ringTime,
        WhenLeaving whenLeaving,
        Restarts restarts) {

    /** What becomes of a phone call that Earshot no longer hears, while people may still be talking. */
    public enum WhenLeaving {
        /** They go on talking; its media is no longer sent. */
        STAY("stay"),
        /** It is hung up for everyone. */
        HANG_UP("hang-up");

        private final String wireName;

        WhenLeaving(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /**
     * How often media that failed is asked for again.
     *
     * @param max failures in a row that are put up with
     * @param min wait after the first; doubles with each further one
     * @param maxWait wait that is not exceeded
     * @param stableAfter media that flowed for so long starts the count anew
     * @param patience how long after asking the media may take to come
     */
    public record Restarts(int max, Duration min, Duration maxWait, Duration stableAfter, Duration patience) {

        /** The wait after so many failures, from 1. */
        Duration backoff(int failures) {
            Duration doubled = min.multipliedBy(1L << Math.min(failures - 1, 20));
            return doubled.compareTo(maxWait) > 0 ? maxWait : doubled;
        }
    }
}
