package dev.earshot.ingress;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why received samples will not be heard by a session (any more). */
public enum DiscardReason {
    /** The tape was full and nobody had read its oldest samples. */
    TAPE_FULL("tapeFull"),
    /** The tapes of all calls had used up their memory. */
    MEMORY_FULL("memoryFull"),
    /** A new session would have to hear them again, but they had made room for newer ones. */
    NOT_RETAINED("notRetained"),
    /** Not PCM16 mono at 16 or 24 kHz, or not at the rate that the track began with. */
    UNSUPPORTED_FORMAT("unsupportedFormat"),
    /** The frame had half a sample, so that nobody knows where its samples begin. */
    MALFORMED("malformed"),
    /** The very same frame had come before: same time on the wire, same samples. */
    DUPLICATE("duplicate"),
    /** They came after their place had been filled with silence, or before the track's first sample. */
    LATE("late"),
    /** What a frame brings again of a time that is on the tape: of another socket, or cut otherwise. */
    OVERLAP("overlap"),
    /** They came through a socket that another one has superseded. */
    STALE_SOCKET("staleSocket"),
    /** The call ended first, or they arrived after its end. */
    CALL_ENDED("callEnded");

    private final String wireName;

    DiscardReason(String wireName) {
        this.wireName = wireName;
    }

    /** The name in ledgers, logs and metric tags. */
    @JsonValue
    public String wireName() {
        return wireName;
    }
}
