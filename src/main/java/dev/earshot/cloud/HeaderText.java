package dev.earshot.cloud;

/** What may be sent as a secret in a header. */
public final class HeaderText {
    private HeaderText() {}

    /** Visible ASCII: a line break would begin another header, and whatever refuses one quotes it. */
    public static boolean valid(String secret) {
        return !secret.isEmpty() && secret.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
