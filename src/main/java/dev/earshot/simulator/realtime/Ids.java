package dev.earshot.simulator.realtime;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Identifiers in the form the real service gives them: a prefix and 21 letters and digits, of which the first five are the
 * seconds since 2019-12-20; those of function calls have 16 and no time.
 */
final class Ids {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final long EPOCH_SECONDS = 1_576_800_000L;
    private static final int TIME_LETTERS = 5;
    private static final int RANDOM_LETTERS = 16;

    private Ids() {}

    static String event() {
        return timed("event_");
    }

    static String session() {
        return timed("sess_");
    }

    static String conversation() {
        return timed("conv_");
    }

    static String item() {
        return timed("item_");
    }

    static String response() {
        return timed("resp_");
    }

    static String call() {
        return "call_" + random(RANDOM_LETTERS);
    }

    /** {@code length} random letters and digits. */
    static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String timed(String prefix) {
        long seconds = System.currentTimeMillis() / 1000 - EPOCH_SECONDS;
        char[] time = new char[TIME_LETTERS];
        for (int i = TIME_LETTERS - 1; i >= 0; i--) {
            time[i] = ALPHABET.charAt((int) (seconds % ALPHABET.length()));
            seconds /= ALPHABET.length();
        }
        return prefix + new String(time) + random(RANDOM_LETTERS);
    }
}
