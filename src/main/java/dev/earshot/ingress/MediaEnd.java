package dev.earshot.ingress;

/** Why a call lost its media socket. */
public enum MediaEnd {
    /** The peer closed it in good order. */
    CLOSED("closed"),
    /** It broke. */
    FAILED("failed");

    private final String wireName;

    MediaEnd(String wireName) {
        this.wireName = wireName;
    }

    /** The name in events, logs and metric tags. */
    public String wireName() {
        return wireName;
    }
}
