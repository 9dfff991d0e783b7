package dev.earshot.transcript;

/**
 * The names under which Redis has a call. The braces are literal: they keep a call's keys in one slot of a cluster. No
 * script needs two of them, so that a slot can move while calls are written.
 *
 * @param log the stream
 * @param summary the hash
 */
record RedisKeys(String log, String summary) {

    static RedisKeys of(String callId) {
        String summary = "earshot:{" + callId + "}";
        return new RedisKeys(summary + ":log", summary);
    }

    /** The set of those logs of earlier calls by the same id that were put aside. */
    String earlier() {
        return log + ":earlier";
    }

    String[] onlyLog() {
        return new String[] {log};
    }

    String[] onlySummary() {
        return new String[] {summary};
    }
}
