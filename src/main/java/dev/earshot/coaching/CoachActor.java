package dev.earshot.coaching;

import dev.earshot.coaching.CoachAnswer.Advice;
import dev.earshot.coaching.CoachAnswer.Unfit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Coaches one person in one call: decides after each final utterance whether to ask the model, and whether its answer
 * may be shown. Silence is the rule, a hint the exception.
 */
public final class CoachActor extends AbstractBehavior<CoachActor.Command> {

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

    private record OnNoAnswer(String askId) implements Command {}

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

        public Settings {
            if (!coached.matches("[a-z][a-z-]{0,31}")) {
                throw new IllegalArgumentException("coached must be a speaker label: " + coached);
            }
            if (asksPerMinute < 0 || asksPerMinute > 120) {
                throw new IllegalArgumentException("asksPerMinute must be 0 to 120: " + asksPerMinute);
            }
            if (minWords < 1 || minWords > 50) {
                throw new IllegalArgumentException("minWords must be 1 to 50: " + minWords);
            }
            if (deadline.toMillis() < 1_000 || deadline.toMillis() > 60_000) {
                throw new IllegalArgumentException("deadline must be 1 to 60 s: " + deadline);
            }
            if (kindCooldown.isNegative() || kindCooldown.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("kindCooldown must be 0 to 1 h: " + kindCooldown);
            }
        }
    }

    private static final Logger log = LoggerFactory.getLogger(CoachActor.class);

    /** An answer that is not there by then will not come. */
    private static final Duration FORGET_AFTER = Duration.ofSeconds(60);

    private final TimerScheduler<Command> timers;
    private final String callId;
    private final Settings settings;
    private final LongSupplier callClock;
    private final ActorRef<Notice> notices;
    private final Turns turns = new Turns();
    private final AskBudget budget;
    private final ShownHints shown;
    private final Map<String, OpenAsk> asks = new HashMap<>();
    private int lastAsk;
    private int lastHint;

    /**
     * One call's coach.
     *
     * @param callClock ms since the call started
     * @param notices where questions, hints and withdrawals go
     */
    public static Behavior<Command> create(
            String callId, Settings settings, LongSupplier callClock, ActorRef<Notice> notices) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new CoachActor(context, timers, callId, settings, callClock, notices)));
    }

    private CoachActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String callId,
            Settings settings,
            LongSupplier callClock,
            ActorRef<Notice> notices) {
        super(context);
        this.timers = timers;
        this.callId = callId;
        this.settings = settings;
        this.callClock = callClock;
        this.notices = notices;
        this.budget = new AskBudget(settings.asksPerMinute());
        this.shown = new ShownHints(settings.kindCooldown().toMillis());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(HeardFinal.class, this::onHeardFinal)
                .onMessage(ToolCalled.class, this::onToolCalled)
                .onMessage(AnswerEnded.class, this::onAnswerEnded)
                .onMessage(OnNoAnswer.class, this::onNoAnswer)
                .build();
    }

    private Behavior<Command> onHeardFinal(HeardFinal said) {
        if (said.text().isBlank()) {
            return this;
        }
        turns.add(said);
        String reason = reasonNotToAsk(said);
        if (reason == null) {
            ask(said);
        } else {
            log.atDebug()
                    .addKeyValue("call", callId)
                    .addKeyValue("utterance", said.utterance())
                    .addKeyValue("cause", reason)
                    .log("Not asked");
        }
        return this;
    }

    /** The budget comes last: what is not asked for another reason must not spend it. */
    private @Nullable String reasonNotToAsk(HeardFinal said) {
        if (CoachAnswer.wordsIn(said.text()) < settings.minWords()) {
            return "tooShort";
        } else if (asks.values().stream().anyMatch(open -> open.isAbout(said))) {
            return "inFlight";
        } else if (callClock.getAsLong() > deadlineOf(said)) {
            return "tooLate";
        }
        return budget.spend(callClock.getAsLong()) ? null : "overBudget";
    }

    private void ask(HeardFinal said) {
        String askId = "a" + ++lastAsk;
        asks.put(askId, new OpenAsk(said, false));
        timers.startSingleTimer(askId, new OnNoAnswer(askId), FORGET_AFTER);
        String json = CoachQuestion.json(askId, settings.coached(), said, turns.all());
        notices.tell(new Ask(askId, said.utterance(), said.track(), json));
    }

    /** Several events may report one call, and a model may make several: the first one counts. */
    private Behavior<Command> onToolCalled(ToolCalled called) {
        OpenAsk open = asks.get(called.askId());
        if (open == null || open.answered()) {
            return this;
        }
        asks.put(called.askId(), open.withAnswer());
        HeardFinal said = open.said();
        CoachAnswer answer = CoachAnswer.read(called.name(), called.argumentsJson(), said.text());
        if (answer instanceof Advice advice) {
            onAdvice(said, advice);
        } else if (answer instanceof Unfit unfit) {
            withdraw(said, unfit.cause());
        }
        return this;
    }

    private void onAdvice(HeardFinal said, Advice advice) {
        long nowMs = callClock.getAsLong();
        if (nowMs > deadlineOf(said)) {
            withdraw(said, WithdrawCause.DEADLINE_PASSED);
        } else if (shown.isLike(advice, nowMs)) {
            withdraw(said, WithdrawCause.DUPLICATE);
        } else {
            shown.add(advice, nowMs);
            notices.tell(new Offered(new Hint(
                    nextHint(),
                    said.utterance(),
                    said.track(),
                    advice.kind(),
                    advice.text(),
                    advice.why(),
                    advice.quote(),
                    said.endMs(),
                    deadlineOf(said))));
        }
    }

    private void withdraw(HeardFinal said, WithdrawCause cause) {
        String hint = nextHint();
        log.atInfo()
                .addKeyValue("call", callId)
                .addKeyValue("hint", hint)
                .addKeyValue("utterance", said.utterance())
                .addKeyValue("cause", cause.wireName())
                .log("A hint is not shown");
        notices.tell(new Withdrawn(hint, said.utterance(), said.track(), cause));
    }

    private Behavior<Command> onAnswerEnded(AnswerEnded ended) {
        timers.cancel(ended.askId());
        OpenAsk open = asks.remove(ended.askId());
        if (open != null && !open.answered()) {
            logNoAnswer(open, ended.ok() ? "noToolCall" : ended.detail());
        }
        return this;
    }

    private Behavior<Command> onNoAnswer(OnNoAnswer event) {
        OpenAsk open = asks.remove(event.askId());
        if (open != null && !open.answered()) {
            logNoAnswer(open, "neverEnded");
        }
        return this;
    }

    private void logNoAnswer(OpenAsk open, String cause) {
        log.atInfo()
                .addKeyValue("call", callId)
                .addKeyValue("utterance", open.said().utterance())
                .addKeyValue("cause", cause)
                .log("The coach was asked and did not answer");
    }

    private long deadlineOf(HeardFinal said) {
        return said.endMs() + settings.deadline().toMillis();
    }

    private String nextHint() {
        return "h" + ++lastHint;
    }

    /** A question on its way. */
    private record OpenAsk(HeardFinal said, boolean answered) {
        OpenAsk withAnswer() {
            return new OpenAsk(said, true);
        }

        boolean isAbout(HeardFinal other) {
            return said.utterance().equals(other.utterance());
        }
    }
}
