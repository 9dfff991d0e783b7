package dev.earshot.ingress;

import com.fasterxml.jackson.annotation.JsonValue;

/** Something in the media stream that should not be there. Each is survived, counted, and logged once a call. */
public enum MediaAnomaly {
    /** Not JSON, not one object, too deep, or a member of the wrong type. */
    MALFORMED_JSON("malformedJson"),
    /** Well-formed, but of a kind that is not known here. */
    UNKNOWN_KIND("unknownKind"),
    /** A keypad tone: not used here. */
    DTMF("dtmf"),
    /** A transcript that the platform made: not used here. */
    TRANSCRIPTION("transcription"),
    /** A frame without audio that is not marked silent. */
    MISSING_DATA("missingData"),
    /** Half a sample. */
    ODD_LENGTH("oddLength"),
    BAD_BASE64("badBase64"),
    /** A message longer than the limit; the rest of it was skipped. */
    OVERSIZE("oversize"),
    /** More messages or bytes than a call can have: the socket was closed. */
    TOO_MUCH("tooMuch"),
    /** Audio before its format: the documented default was assumed. */
    METADATA_MISSING("metadataMissing"),
    /** Metadata that announces what cannot be heard, or a rate for which the call has no track left. */
    UNSUPPORTED_FORMAT("unsupportedFormat"),
    /** Metadata once more on the same socket, with nothing new in it. */
    METADATA_REPEATED("metadataRepeated"),
    /** Another rate than before: each participant goes on with a track of that rate. */
    FORMAT_CHANGED("formatChanged"),
    /** One participant more than a call may have tracks. */
    TOO_MANY_TRACKS("tooManyTracks"),
    MISSING_TIMESTAMP("missingTimestamp"),
    /** Not a time, or not one within a day of the call's first. */
    BAD_TIMESTAMP("badTimestamp"),
    /** Of a time that is on the tape, but other audio than what is there: taken as it came. */
    BACKWARD_TIMESTAMP("backwardTimestamp"),
    /** Later than the frames after it allow: its audio was taken as it came. */
    UNSTEADY_TIMESTAMP("unsteadyTimestamp"),
    /** A frame that came after one that follows it, and was put in its place. */
    OUT_OF_ORDER("outOfOrder"),
    /** A frame that had come before ({@link DiscardReason#DUPLICATE}). */
    DUPLICATE_FRAME("duplicateFrame"),
    /** A frame whose place had been filled with silence ({@link DiscardReason#LATE}). */
    LATE_FRAME("lateFrame"),
    /** A frame that brought again what was on the tape, in whole or in part ({@link DiscardReason#OVERLAP}). */
    OVERLAPPING_FRAME("overlappingFrame"),
    /** Nothing came for longer than is filled with silence: silence stands for a part of it. */
    LONG_GAP("longGap"),
    /** A track's timestamps went ahead or back while the time did not: they are followed from there on. */
    CLOCK_JUMP("clockJump"),
    /** The timestamps of a new socket do not go on from those of the one before: they are counted from its arrival. */
    CLOCK_RESTARTED("clockRestarted"),
    /** Sent through a socket that another one has superseded. */
    STALE_SOCKET("staleSocket");

    private final String wireName;

    MediaAnomaly(String wireName) {
        this.wireName = wireName;
    }

    /** The name in logs, reports and metric tags. */
    @JsonValue
    public String wireName() {
        return wireName;
    }
}
