package dev.earshot.access;

/** Where someone may come in. */
public enum Entrance {
    /** The socket that brings a call's audio. */
    MEDIA("media"),
    /** What the platform tells of a call. */
    CALLBACKS("callbacks"),
    /** What the platform tells of calls to come. */
    EVENTS("events"),
    /** Whoever looks at calls. */
    CONSOLE("console");

    private final String wireName;

    Entrance(String wireName) {
        this.wireName = wireName;
    }

    /** The name in logs and metric tags. */
    public String wireName() {
        return wireName;
    }
}
