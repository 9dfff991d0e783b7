package dev.earshot.call;

/** What a call does with a remark from a console. */
public enum RemarkAnswer {
    /** It is in the log, perhaps since someone else said the same. */
    TAKEN("taken"),
    UNKNOWN_HINT("unknownHint"),
    UNKNOWN_TRACK("unknownTrack"),
    TOO_MANY_FLAGS("tooManyFlags"),
    TOO_MANY_SPEAKERS("tooManySpeakers"),
    CALL_ENDED("callEnded");

    private final String wireName;

    RemarkAnswer(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
