package dev.earshot.coaching;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Coaches one person in one call: decides after each final utterance whether to ask the model, and whether its answer
 * may be shown. Silence is the rule, a hint the exception.
 */
public final class CoachActor {

    /** What the coach hears. */
    public sealed interface Command {}

    /**
     * A turn of speech has its final text. Times are ms on the call clock.
     *
     * @param speaker label such as {@code agent}
     */
    public record HeardFinal(String utterance, String track, String speaker, long startMs, long endMs, String text)
            implements Command {}

    /** The model called a tool in answer to {@code askId}. */
    public record ToolCalled(String askId, String name, String argumentsJson) implements Command {}

    /**
     * The model's answer to {@code askId} is complete, or will never be.
     *
     * @param detail for the log: the response's status, or why there is none
     */
    public record AnswerEnded(String askId, boolean ok, String detail) implements Command {}

    /** What the coach says. */
    public sealed interface Notice {}

    /**
     * Send this to the model.
     *
     * @param askId comes back in the response's metadata as {@code ask}
     * @param track whose speech gave rise to it
     * @param responseCreateJson the complete {@code response.create} event
     */
    public record Ask(String askId, String utterance, String track, String responseCreateJson) implements Notice {}

    /** Show this. */
    public record Offered(Hint hint) implements Notice {}

    /** An answer came that is not shown. */
    public record Withdrawn(String hintId, String utterance, String track, WithdrawCause cause) implements Notice {}

    /**
     * When to ask, and how long an answer is fresh.
     *
     * @param coached speaker label of the person who is coached
     * @param asksPerMinute at most, 0 (never ask) to 120
     * @param minWords shorter utterances give no rise to a question, 1 to 50
     * @param deadline from the end of speech until a hint is no longer fresh, 1 to 60 s
     * @param kindCooldown until a second hint of the same kind may be shown, up to an hour
     */
    public record Settings(String coached, int asksPerMinute, int minWords, Duration deadline, Duration kindCooldown) {

        public static final Settings DEFAULT =
                new Settings("agent", 12, 4, Duration.ofSeconds(8), Duration.ofSeconds(60));
    }

    private CoachActor() {}

    /**
     * One call's coach.
     *
     * @param callClock ms since the call started
     * @param notices where questions, hints and withdrawals go
     */
    public static Behavior<Command> create(
            String callId, Settings settings, LongSupplier callClock, ActorRef<Notice> notices) {
        return org.apache.pekko.actor.typed.javadsl.Behaviors.empty();
    }
}
