package dev.earshot.transcript.export;

import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallEvent.AudioGap;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import dev.earshot.transcript.LoggedEvent;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One entry of a transcript that is taken away: what was said, what was not received, what somebody flagged. Times are call ms. */
sealed interface TranscriptEntry {
    long startMs();

    /** What somebody said; {@code cause} where it was not understood. */
    record Speech(
            String utterance,
            String track,
            String speaker,
            long startMs,
            long endMs,
            String text,
            @Nullable String cause)
            implements TranscriptEntry {}

    /** Audio that never arrived. */
    record Gap(String track, String speaker, long startMs, long endMs) implements TranscriptEntry {}

    record Flag(long startMs, String note) implements TranscriptEntry {}

    /**
     * What a transcript has of an event; empty for one that it says nothing of.
     *
     * @param speakers labels by track
     */
    static Optional<TranscriptEntry> of(LoggedEvent logged, Map<String, String> speakers) {
        UnaryOperator<String> speaker = track -> speakers.getOrDefault(track, "unknown");
        CallEvent.Durable event = logged.event();
        if (event instanceof UtteranceFinal said) {
            return Optional.of(new Speech(
                    said.utterance(),
                    said.track(),
                    speaker.apply(said.track()),
                    said.startMs(),
                    said.endMs(),
                    oneLine(said.text()),
                    said.cause()));
        } else if (event instanceof AudioGap gap) {
            return Optional.of(new Gap(gap.track(), speaker.apply(gap.track()), gap.startMs(), gap.endMs()));
        } else if (event instanceof Flagged flagged) {
            return Optional.of(new Flag(logged.atMs(), oneLine(flagged.note())));
        }
        return Optional.empty();
    }

    /** Line breaks end an entry in every one of the formats, and control characters are in none of them. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }
}
