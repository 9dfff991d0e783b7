package dev.earshot.call;

import java.util.regex.Pattern;

/** What the name of a call may be: whoever dials chooses it. */
public final class CallId {
    /** The rule, for whoever broke it. */
    public static final String RULE = "A call id has 1 to 128 of these characters: A-Z a-z 0-9 . _ ~ -";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    private CallId() {}

    public static boolean valid(String callId) {
        return ALLOWED.matcher(callId).matches();
    }
}
