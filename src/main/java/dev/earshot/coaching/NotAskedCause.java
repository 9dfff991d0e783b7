package dev.earshot.coaching;

/** Why an utterance gives no rise to a question. */
enum NotAskedCause {
    /** It has too few words. */
    TOO_SHORT("tooShort"),
    /** It has too few words beside the phrases that never give rise to a hint. */
    QUIET_PHRASE("quietPhrase"),
    /** It has been asked about, and the answer is on its way. */
    IN_FLIGHT("inFlight"),
    /** The other side has answered it before its transcript came. */
    MOVED_ON("movedOn"),
    /** No answer can be in time any more. */
    TOO_LATE("tooLate"),
    /** As many questions as the playbook allows wait for their answers. */
    TOO_MANY_OPEN("tooManyOpen"),
    /** As many questions as the playbook allows were asked in the last minute. */
    OVER_BUDGET("overBudget");

    private final String wireName;

    NotAskedCause(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
