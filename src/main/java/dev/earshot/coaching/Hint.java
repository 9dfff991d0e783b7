package dev.earshot.coaching;

import dev.earshot.coaching.playbook.HintKind;

/**
 * One piece of coaching.
 *
 * @param id {@code h1}, {@code h2}… in each call
 * @param track of the utterance that caused it
 * @param playbook name of the one that its kind is of
 * @param text what to do now, twelve words at most
 * @param why one line
 * @param quote words of the utterance
 * @param speechEndMs end of the speech that caused it, on the call clock
 * @param deadlineMs when it stops being fresh, on the call clock
 * @param offeredMs when it was offered, on the call clock
 */
public record Hint(
        String id,
        String utterance,
        String track,
        String playbook,
        HintKind kind,
        String text,
        String why,
        String quote,
        long speechEndMs,
        long deadlineMs,
        long offeredMs) {}
