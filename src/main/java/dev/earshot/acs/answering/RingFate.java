package dev.earshot.acs.answering;

/** What becomes of a phone that rings. */
enum RingFate {
    /** The call is known from here on, and is being answered. */
    ANSWERING("answering"),
    /** It is being answered already, or was. */
    DUPLICATE("duplicate"),
    /** It has rung for too long: whoever called has given up, or somebody else has answered. */
    STALE("stale"),
    /** Not now, not here: whoever delivers it may try again. */
    NOT_TAKEN("notTaken");

    private final String wireName;

    RingFate(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
