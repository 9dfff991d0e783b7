package dev.earshot.simulator.realtime;

import java.util.regex.Pattern;

/** What the conversation models of one generation have in common. */
enum ModelFamily {
    /** {@code gpt-realtime} and its kind; names that are not known count here, too. */
    FIRST("alloy", 200),

    /** {@code gpt-realtime-2} and later: takes {@code reasoning}, and says what it will do before it does it. */
    SECOND("marin", 500);

    private static final Pattern SECOND_NAMES = Pattern.compile("gpt-realtime-2(\\.\\d+)?(-.+)?");

    private final String voice;
    private final int silenceMs;

    ModelFamily(String voice, int silenceMs) {
        this.voice = voice;
        this.silenceMs = silenceMs;
    }

    static ModelFamily of(String model) {
        return SECOND_NAMES.matcher(model).matches() ? SECOND : FIRST;
    }

    /** The voice of a session that did not ask for another. */
    String voice() {
        return voice;
    }

    /** The silence, in milliseconds, that ends a turn unless another was asked for. */
    int silenceMs() {
        return silenceMs;
    }

    boolean reasons() {
        return this == SECOND;
    }
}
