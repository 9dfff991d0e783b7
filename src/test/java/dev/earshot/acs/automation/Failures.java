package dev.earshot.acs.automation;

/** Failures as the client has them. */
public final class Failures {

    private Failures() {}

    public static AutomationException of(AutomationCause cause) {
        return new AutomationException(cause, "as the test wants it");
    }
}
