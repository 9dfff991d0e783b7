package dev.earshot.simulator.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Base64 between arrays that are used again. Both directions pad, as all who speak these protocols do. */
final class Base64Text {
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
    private static final byte PAD = '=';
    private static final byte[] VALUES = values();

    private Base64Text() {}

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            values[ALPHABET[i]] = (byte) i;
        }
        return values;
    }

    /** Characters that {@code bytes} bytes become. */
    static int length(int bytes) {
        return (bytes + 2) / 3 * 4;
    }

    /** Writes all of {@code bytes} as {@link #length} characters from {@code at} on. */
    static void encode(byte[] bytes, byte[] text, int at) {
        int to = at;
        int whole = bytes.length / 3 * 3;
        for (int from = 0; from < whole; from += 3) {
            int bits = (bytes[from] & 0xff) << 16 | (bytes[from + 1] & 0xff) << 8 | (bytes[from + 2] & 0xff);
            text[to++] = ALPHABET[bits >>> 18];
            text[to++] = ALPHABET[(bits >>> 12) & 63];
            text[to++] = ALPHABET[(bits >>> 6) & 63];
            text[to++] = ALPHABET[bits & 63];
        }
        if (whole < bytes.length) {
            encodeRest(bytes, whole, text, to);
        }
    }

    private static void encodeRest(byte[] bytes, int from, byte[] text, int at) {
        boolean two = bytes.length - from == 2;
        int bits = (bytes[from] & 0xff) << 16 | (two ? (bytes[from + 1] & 0xff) << 8 : 0);
        text[at] = ALPHABET[bits >>> 18];
        text[at + 1] = ALPHABET[(bits >>> 12) & 63];
        text[at + 2] = two ? ALPHABET[(bits >>> 6) & 63] : PAD;
        text[at + 3] = PAD;
    }

    /**
     * Reads {@code length} characters from {@code from} on.
     *
     * @param bytes has room for three quarters of them
     * @return bytes written, or −1 where the text is not base64
     */
    static int decode(byte[] text, int from, int length, byte[] bytes) {
        if (length % 4 != 0) {
            return -1;
        }
        int pads = length == 0 || text[from + length - 1] != PAD ? 0 : text[from + length - 2] == PAD ? 2 : 1;
        int wrong = 0;
        int to = 0;
        for (int at = from, end = from + length - (pads == 0 ? 0 : 4); at < end; at += 4) {
            int bits = bits(text, at) | VALUES[text[at + 2] & 0xff] << 6 | VALUES[text[at + 3] & 0xff];
            wrong |= bits;
            bytes[to++] = (byte) (bits >>> 16);
            bytes[to++] = (byte) (bits >>> 8);
            bytes[to++] = (byte) bits;
        }
        if (pads > 0) {
            int at = from + length - 4;
            int third = pads == 2 ? 0 : VALUES[text[at + 2] & 0xff];
            int bits = bits(text, at) | third << 6;
            wrong |= bits;
            bytes[to++] = (byte) (bits >>> 16);
            if (pads == 1) {
                bytes[to++] = (byte) (bits >>> 8);
            }
        }
        return wrong < 0 ? -1 : to;
    }

    /** The first two characters of four, in their places. */
    private static int bits(byte[] text, int at) {
        return VALUES[text[at] & 0xff] << 18 | VALUES[text[at + 1] & 0xff] << 12;
    }
}
