package dev.earshot.cloud;

/** There is no token to show at the service's door. */
public final class NoTokenException extends Exception {

    /** Whether asking again can help. */
    public enum Kind {
        /** Whoever gives out tokens does not answer, or not now. */
        UNAVAILABLE,
        /** The identity itself was refused: it is until someone changes it. */
        REFUSED
    }

    private final Kind kind;

    /**
     * Says why.
     *
     * @param reason is logged and shown: no part of a secret
     */
    public NoTokenException(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
