package dev.earshot.coaching.playbook;

import java.time.Duration;
import java.util.Optional;

/**
 * One kind of hint that a playbook knows.
 *
 * @param id its name on the wire and in metrics, such as {@code competing_offer}
 * @param label its name on a screen
 * @param when it applies, as the model is told
 * @param deadline from the end of speech until a hint is no longer fresh, 1 to 60 s
 * @param cooldown until a second hint of this kind may be shown, 5 s to 1 h
 * @param cap hints of this kind in one call, 1 to 100
 * @param example of a turn that calls for it
 */
public record HintKind(
        String id,
        String label,
        String when,
        Duration deadline,
        Duration cooldown,
        int cap,
        Optional<Example> example) {

    /**
     * What the model is shown as a good hint.
     *
     * @param speaker label of who said it
     * @param quote words of {@code said}
     */
    public record Example(String speaker, String said, String text, String why, String quote) {}
}
