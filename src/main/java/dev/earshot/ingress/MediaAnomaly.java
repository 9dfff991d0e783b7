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
    /** Metadata that announces what cannot be heard, or a change of format amid the call. */
    UNSUPPORTED_FORMAT("unsupportedFormat"),
    /** One participant more than a call may have tracks. */
    TOO_MANY_TRACKS("tooManyTracks"),
    MISSING_TIMESTAMP("missingTimestamp"),
    /** Not a time, or not one within a day of the call's first. */
    BAD_TIMESTAMP("badTimestamp"),
    /** Earlier than the samples before it allow. */
    BACKWARD_TIMESTAMP("backwardTimestamp"),
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
