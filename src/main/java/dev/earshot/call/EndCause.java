package dev.earshot.call;

/** Why a call ended. The wire name is at once log value, metric tag and what the console is told. */
public enum EndCause {
    /** The media socket closed and none followed within the grace period. */
    MEDIA_ENDED("mediaEnded"),
    /** The call was opened and no media ever came. */
    NO_MEDIA("noMedia"),
    /** Earshot itself stops. */
    SHUTDOWN("shutdown");

    private final String wireName;

    EndCause(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
