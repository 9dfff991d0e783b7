package dev.earshot.transcript.redaction;

/**
 * A text as the known kinds are looked for in it, character for character: digits of any script as {@code 0} to {@code 9}, any dash
 * as {@code -}, anything that shows as a space, or not at all, as a space. Models write all of them.
 */
final class PlainReading {

    private static final int FULL_WIDTH_FIRST = 0xff01;
    private static final int FULL_WIDTH_LAST = 0xff5e;
    private static final char MINUS = '\u2212';

    private PlainReading() {}

    /** As long as the text is. */
    static String of(String text) {
        char[] plain = text.toCharArray();
        for (int i = 0; i < plain.length; i++) {
            plain[i] = of(plain[i]);
        }
        return new String(plain);
    }

    private static char of(char each) {
        if (each > ' ' && each < 127) {
            return each;
        } else if (Character.isDigit(each)) {
            return (char) ('0' + Character.digit(each, 10));
        } else if (each >= FULL_WIDTH_FIRST && each <= FULL_WIDTH_LAST) {
            return (char) (each - FULL_WIDTH_FIRST + '!');
        }
        return switch (Character.getType(each)) {
            case Character.DASH_PUNCTUATION -> '-';
            case Character.SPACE_SEPARATOR, Character.FORMAT, Character.CONTROL -> ' ';
            default -> each == MINUS ? '-' : each;
        };
    }
}
