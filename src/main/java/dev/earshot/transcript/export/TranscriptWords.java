package dev.earshot.transcript.export;

import dev.earshot.transcript.export.TranscriptEntry.Flag;
import dev.earshot.transcript.export.TranscriptEntry.Gap;
import dev.earshot.transcript.export.TranscriptEntry.Speech;
import java.util.Locale;

/** What the written forms have in common. */
final class TranscriptWords {
    private TranscriptWords() {}

    static String said(Speech said) {
        return said.cause() == null ? said.text() : "[not understood: " + said.cause() + "]";
    }

    static String missing(Gap gap) {
        double seconds = (gap.endMs() - gap.startMs()) / 1_000.0;
        return String.format(Locale.ROOT, "[%.1f s of %s not received]", seconds, gap.speaker());
    }

    static String flagged(Flag flag) {
        return flag.note().isEmpty() ? "[flagged]" : "[flagged: " + flag.note() + "]";
    }

    /** {@code 01:02:03}. */
    static String clock(long ms) {
        long seconds = Math.max(0, ms) / 1_000;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 01:02:03.456 --> 01:02:04.000}; it lasts, however short it was. */
    static String span(long startMs, long endMs, char point) {
        return instant(startMs, point) + " --> " + instant(Math.max(endMs, startMs + 1), point);
    }

    private static String instant(long ms, char point) {
        return clock(ms) + point + String.format(Locale.ROOT, "%03d", Math.max(0, ms) % 1_000);
    }
}
