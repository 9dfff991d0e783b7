package dev.earshot.coaching;

import java.util.Objects;

/**
 * One piece of coaching.
 *
 * @param id {@code h1}, {@code h2}… in each call
 * @param track of the utterance that caused it
 * @param text what to do now, twelve words at most
 * @param why one line
 * @param quote words of the utterance
 * @param speechEndMs end of the speech that caused it, on the call clock
 * @param deadlineMs when it stops being fresh, on the call clock
 */
public record Hint(
        String id,
        String utterance,
        String track,
        HintKind kind,
        String text,
        String why,
        String quote,
        long speechEndMs,
        long deadlineMs) {

    public Hint {
        Objects.requireNonNull(id);
        Objects.requireNonNull(utterance);
        Objects.requireNonNull(track);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(text);
        Objects.requireNonNull(why);
        Objects.requireNonNull(quote);
    }
}
