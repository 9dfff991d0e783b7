package dev.earshot.transcript.redaction;

/**
 * A text that can be looked at so often and no more. Matching looks at characters one by one: whichever pattern it is, it comes to its end.
 */
final class GuardedText implements CharSequence {

    /** It was looked at too often. */
    static final class Exhausted extends RuntimeException {
        Exhausted() {
            super("a pattern takes too long", null, false, false);
        }
    }

    /** Left for all parts of the text together. */
    private static final class Looks {
        private long left;
    }

    private final CharSequence text;
    private final Looks looks;

    GuardedText(CharSequence text, long mostLooks) {
        this(text, new Looks());
        looks.left = mostLooks;
    }

    private GuardedText(CharSequence text, Looks looks) {
        this.text = text;
        this.looks = looks;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--looks.left < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new GuardedText(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
