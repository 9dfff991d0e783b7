package dev.earshot.client;

import java.util.regex.Pattern;

/** Which characters of a text from anywhere are a terminal's own: commands to it, and what turns around the order of a line. */
public final class TerminalText {

    private static final String OWN = "\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069";

    /** One or more of them. */
    static final Pattern COMMAND = Pattern.compile("[" + OWN + "]+");

    /** The same, but for the end of a line: for a text of many. */
    public static final Pattern COMMAND_IN_LINES = Pattern.compile("[" + OWN + "&&[^\\n]]+");

    private TerminalText() {}
}
