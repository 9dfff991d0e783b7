package dev.earshot.access;

/** Why someone may not come in: the code of the answer, the value in logs and metrics, and what a reader is told. */
public enum AccessRefusal {
    NO_TOKEN("noToken", Status.UNAUTHORIZED, "An access token is needed, in the header Authorization: Bearer …"),
    TOKEN_TOO_LARGE("tokenTooLarge", Status.UNAUTHORIZED, "The access token is larger than any that is taken"),
    MALFORMED_TOKEN("malformedToken", Status.UNAUTHORIZED, "The access token is none"),
    /** Only RS256 is taken: neither {@code none}, nor what a public key would do for a secret. */
    WRONG_ALGORITHM("wrongAlgorithm", Status.UNAUTHORIZED, "The access token is not signed by RS256"),
    /** Nor was it among the keys that were fetched because of it, or they were fetched too shortly before. */
    UNKNOWN_KEY("unknownKey", Status.UNAUTHORIZED, "The access token is signed by a key that is not known"),
    WRONG_SIGNATURE("wrongSignature", Status.UNAUTHORIZED, "The access token's signature is not right"),
    WRONG_ISSUER("wrongIssuer", Status.UNAUTHORIZED, "The access token is of another issuer"),
    WRONG_AUDIENCE("wrongAudience", Status.UNAUTHORIZED, "The access token is for another audience"),
    NO_EXPIRY("noExpiry", Status.UNAUTHORIZED, "The access token does not say when it expires"),
    EXPIRED("expired", Status.UNAUTHORIZED, "The access token has expired"),
    NOT_YET_VALID("notYetValid", Status.UNAUTHORIZED, "The access token is not valid yet"),
    /** A token of names that nobody here has. */
    UNKNOWN_TOKEN("unknownToken", Status.UNAUTHORIZED, "The access token is not known"),
    NO_SECRET("noSecret", Status.UNAUTHORIZED, "The URL lacks its secret"),
    WRONG_SECRET("wrongSecret", Status.FORBIDDEN, "The secret is not right"),
    /** The platform's call that the request names is not the one that this call is bound to. */
    WRONG_CONNECTION("wrongCallConnection", Status.FORBIDDEN, "x-ms-call-connection-id is not this call's"),
    TOO_MANY_DIALS("tooManyDials", Status.TOO_MANY_REQUESTS, "This call is dialled too often"),
    /** So many dial at once that nobody could decide about this one in time. */
    TOO_BUSY("tooBusy", Status.UNAVAILABLE, "Too many calls are dialled at once: dial again"),
    /** No keys, or not lately: nobody can say whether the token is good. */
    KEYS_UNAVAILABLE("keysUnavailable", Status.UNAVAILABLE, "The keys to check the access token cannot be had now");

    private final String wireName;
    private final int status;
    private final String message;

    AccessRefusal(String wireName, int status, String message) {
        this.wireName = wireName;
        this.status = status;
        this.message = message;
    }

    /** The name in answers, logs and metric tags. */
    public String wireName() {
        return wireName;
    }

    /** Of the HTTP answer: 401, 403, 429 or 503. */
    public int status() {
        return status;
    }

    /** For people. */
    public String message() {
        return message;
    }

    /** HTTP's numbers. */
    private static final class Status {
        static final int UNAUTHORIZED = 401;
        static final int FORBIDDEN = 403;
        static final int TOO_MANY_REQUESTS = 429;
        static final int UNAVAILABLE = 503;
    }
}
