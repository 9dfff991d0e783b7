package dev.earshot.acs.automation;

/** A request came to nothing, for good. */
public final class AutomationException extends Exception {

    private final AutomationCause cause;

    /**
     * Says why.
     *
     * @param detail is logged and shown: no part of a secret, nothing personal
     */
    AutomationException(AutomationCause cause, String detail) {
        super(detail);
        this.cause = cause;
    }

    public AutomationCause reason() {
        return cause;
    }
}
