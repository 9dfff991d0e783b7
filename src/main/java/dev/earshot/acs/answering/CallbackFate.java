package dev.earshot.acs.answering;

/** What became of a callback. */
enum CallbackFate {
    TAKEN("taken"),
    /** The same event was delivered before. */
    DUPLICATE("duplicate"),
    /** Something newer has been heard already. */
    LATE("late"),
    /** It is about another connection than the one that this call has. */
    FOREIGN("foreign"),
    /** Of a kind that nothing hangs on. */
    IGNORED("ignored"),
    UNUSABLE("unusable");

    private final String wireName;

    CallbackFate(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
