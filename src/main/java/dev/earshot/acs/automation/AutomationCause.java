package dev.earshot.acs.automation;

/** Why a request came to nothing. The wire name is at once log value, metric tag and what the console is told. */
public enum AutomationCause {
    /** No connection, or one that broke. */
    UNREACHABLE("unreachable", true),
    /** Connected, and no answer in time. */
    TIMEOUT("timeout", true),
    /** 429: too much is asked at once. */
    THROTTLED("throttled", true),
    /** 408 or 5xx. */
    SERVER_ERROR("serverError", true),
    /** Whoever gives out tokens does not answer. */
    NO_TOKEN("noToken", true),
    /** Our identity was refused a token. */
    IDENTITY_REFUSED("identityRefused", false),
    /** 401 or 403: the key is wrong, a clock is, or the call's context is too old. */
    UNAUTHORIZED("unauthorized", false),
    /** 404: the call is over. */
    CALL_GONE("callGone", false),
    /** Any other 4xx: the call is in no state for this, or the request is not understood. */
    REFUSED("refused", false),
    /** A success that does not say what it must. */
    UNREADABLE("unreadable", false);

    private final String wireName;
    private final boolean passing;

    AutomationCause(String wireName, boolean passing) {
        this.wireName = wireName;
        this.passing = passing;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether the same request may succeed a little later. */
    public boolean passing() {
        return passing;
    }

    static AutomationCause ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> UNAUTHORIZED;
            case 404 -> CALL_GONE;
            case 408 -> SERVER_ERROR;
            case 429 -> THROTTLED;
            default -> status >= 500 ? SERVER_ERROR : REFUSED;
        };
    }
}
