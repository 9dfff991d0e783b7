package dev.earshot.simulator.caller;

/** A message that should not be sent: how it is asked for, and the name that Earshot counts it under. */
public enum Malformation {
    NOT_JSON("not-json", "malformedJson"),
    /** A payload that is no object. */
    WRONG_TYPE("wrong-type", "malformedJson"),
    UNKNOWN_KIND("unknown-kind", "unknownKind"),
    /** What the platform's transcription would send. */
    TRANSCRIPTION("transcription", "transcription"),
    BAD_BASE64("bad-base64", "badBase64"),
    /** A frame with half a sample. */
    ODD_LENGTH("odd-length", "oddLength"),
    /** A frame without audio that is not silent. */
    NO_DATA("no-data", "missingData"),
    /** Longer than any message has reason to be. */
    OVERSIZE("oversize", "oversize");

    private final String word;
    private final String anomaly;

    Malformation(String word, String anomaly) {
        this.word = word;
        this.anomaly = anomaly;
    }

    /** Its name in rules. */
    public String word() {
        return word;
    }

    /** Its name in a ledger's anomalies. */
    public String anomaly() {
        return anomaly;
    }
}
