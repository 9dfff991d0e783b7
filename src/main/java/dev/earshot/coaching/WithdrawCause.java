package dev.earshot.coaching;

/** Why an answer of the coach is not shown. */
public enum WithdrawCause {
    /** It came later than its deadline. */
    DEADLINE_PASSED("deadlinePassed"),
    /** It is not of the agreed shape: unknown tool or kind, a member missing or too many, too long. */
    INVALID_ANSWER("invalidAnswer"),
    /** Its quote is not in the utterance that it is about. */
    QUOTE_NOT_SAID("quoteNotSaid"),
    /** The same text was shown before, or the same kind a moment ago. */
    DUPLICATE("duplicate");

    private final String wireName;

    WithdrawCause(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
