package dev.earshot.coaching;

/** Why an answer of the coach is not shown, or a hint is not to be shown any more. */
public enum WithdrawCause {
    /** It came later than its deadline, or no console had shown it by then. */
    DEADLINE_PASSED("deadlinePassed"),
    /** The other side has answered what it is about. */
    MOVED_ON("movedOn"),
    /** The transcript was revised, and its quote is no longer in it. */
    EVIDENCE_REVISED("evidenceRevised"),
    /** There is a hint of the same kind about a newer utterance. */
    SUPERSEDED("superseded"),
    /** The same text was shown before, or the same kind a moment ago. */
    DUPLICATE("duplicate"),
    /** As many hints as the playbook allows have been shown in the last minute, or of its kind in the call. */
    OVER_BUDGET("overBudget"),
    /** It is not of the agreed shape: unknown tool or kind, a member missing or too many, too long. */
    INVALID_ANSWER("invalidAnswer"),
    /** Its quote is not in the utterance that it is about. */
    QUOTE_NOT_SAID("quoteNotSaid"),
    /** Its quote is nothing but a phrase that never gives rise to a hint. */
    QUIET_PHRASE("quietPhrase");

    private final String wireName;

    WithdrawCause(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
