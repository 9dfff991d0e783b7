package dev.earshot.realtime;

import java.util.Locale;

/** How much of something is asked for: of thought, or of delay for the sake of a better transcript. */
public enum Degree {
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
