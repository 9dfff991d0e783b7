package dev.earshot.coaching;

import dev.earshot.coaching.CoachAnswer.Advice;
import dev.earshot.coaching.CoachAnswer.Unfit;
import dev.earshot.coaching.HintTimeline.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Coaches one person in one call: decides after each final utterance whether to ask the model, whether its answer may be
 * shown, and how long. Silence is the rule, a hint the exception.
 *
 * <pre>
 *   HeardFinal ─▶ {@link Questions} ─▶ Ask …▶ model …▶ ToolCalled ─▶ {@link CoachAnswer} ─▶ {@link HintBook} ─▶ Offered
 *       │            not asked                              ╰─ unfit ──╮       ╰─ not beside others ─╮
 *       ╰─ its words are others now ───────────────────────────────────┴─────────────────────────────┴─▶ Withdrawn
 * </pre>
 */
public final class CoachActor extends AbstractBehavior<CoachActor.Command> {

    /** What the coach hears. */
    public sealed interface Command {}

    /**
     * A turn of speech has its final text, or another than before. Times are ms on the call clock.
     *
     * @param speaker label such as {@code agent}
     */
    public record HeardFinal(String utterance, String track, String speaker, long startMs, long endMs, String text)
            implements Command {

        HeardFinal by(String known) {
            return new HeardFinal(utterance, track, known, startMs, endMs, text);
        }
    }

    /** All that was and will be said on a track is this speaker's. */
    public record SpeakerKnown(String track, String speaker) implements Command {}

    /** From now on the call is coached by this playbook. */
    public record UseBriefing(Briefing briefing) implements Command {}

    /** The answer to {@code askId} has begun. */
    public record AnswerBegun(String askId) implements Command {}

    /** The model called a tool in answer to {@code askId}. */
    public record ToolCalled(String askId, String name, String argumentsJson) implements Command {}

    /**
     * The model's answer to {@code askId} is complete, or will never be.
     *
     * @param detail for the log: the response's status, or why there is none
     */
    public record AnswerEnded(String askId, boolean ok, String detail) implements Command {}

    /** A hint is in the queue of a console's socket. */
    public record HintDelivered(String hintId, long atMs) implements Command {}

    /** A console has said that a hint is on its screen. */
    public record HintRendered(String hintId, long atMs) implements Command {}

    /** Somebody has used a hint, dismissed it, or called it wrong. */
    public record HintSettled(String hintId) implements Command {}

    private record OnNoAnswer(String askId) implements Command {}

    private record OnDeadline(Hint hint) implements Command {}

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
    public record Offered(Hint hint, HintTimeline timeline) implements Notice {}

    /** An answer came that is not shown, or a hint that was offered is not to be shown any more. */
    public record Withdrawn(String hintId, String utterance, String track, WithdrawCause cause) implements Notice {}

    /** A hint is on a screen; its timeline is complete. */
    public record Rendered(String hintId, HintTimeline timeline) implements Notice {}

    /** No answer to {@code askId} is waited for any more, nor needs a session be kept for it. */
    public record GivenUp(String askId) implements Notice {}

    /** An answer that is not there by then will not come. */
    private static final Duration FORGET_AFTER = Duration.ofSeconds(60);

    private final TimerScheduler<Command> timers;
    private final LongSupplier callClock;
    private final ActorRef<Notice> notices;
    private final CoachJournal journal;
    private final Turns turns = new Turns();
    private final Questions questions = new Questions();
    private final HintBook hints = new HintBook();
    private Briefing briefing;
    private int lastHint;

    /**
     * One call's coach.
     *
     * @param callClock ms since the call started
     */
    public static Behavior<Command> create(
            String callId, Briefing briefing, LongSupplier callClock, MeterRegistry meters, ActorRef<Notice> notices) {
        CoachJournal journal = new CoachJournal(callId, new CoachMetrics(meters));
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new CoachActor(context, timers, briefing, callClock, journal, notices)));
    }

    private CoachActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Briefing briefing,
            LongSupplier callClock,
            CoachJournal journal,
            ActorRef<Notice> notices) {
        super(context);
        this.timers = timers;
        this.briefing = briefing;
        this.callClock = callClock;
        this.journal = journal;
        this.notices = notices;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(HeardFinal.class, this::onHeardFinal)
                .onMessage(SpeakerKnown.class, this::onSpeakerKnown)
                .onMessage(UseBriefing.class, this::onUseBriefing)
                .onMessage(AnswerBegun.class, this::onAnswerBegun)
                .onMessage(ToolCalled.class, this::onToolCalled)
                .onMessage(AnswerEnded.class, this::onAnswerEnded)
                .onMessage(HintDelivered.class, this::onHintDelivered)
                .onMessage(HintRendered.class, this::onHintRendered)
                .onMessage(HintSettled.class, this::onHintSettled)
                .onMessage(OnNoAnswer.class, this::onNoAnswer)
                .onMessage(OnDeadline.class, this::onDeadline)
                .build();
    }

    private Behavior<Command> onSpeakerKnown(SpeakerKnown known) {
        turns.onSpeaker(known.track(), known.speaker());
        return this;
    }

    private Behavior<Command> onUseBriefing(UseBriefing use) {
        briefing = use.briefing();
        return this;
    }

    private Behavior<Command> onHeardFinal(HeardFinal said) {
        if (said.text().isBlank()) {
            return this;
        }
        turns.add(said);
        hints.unfoundedBy(said).forEach(hint -> takeBack(hint, WithdrawCause.EVIDENCE_REVISED));
        long nowMs = callClock.getAsLong();
        questions
                .reasonNotToAsk(said, briefing, turns, nowMs)
                .ifPresentOrElse(cause -> journal.notAsked(briefing, said, cause), () -> ask(said, nowMs));
        return this;
    }

    private void ask(HeardFinal said, long finalMs) {
        String askId = questions.ask(Question.about(said, briefing, finalMs, callClock.getAsLong()), finalMs);
        timers.startSingleTimer(askId, new OnNoAnswer(askId), FORGET_AFTER);
        journal.asked(briefing);
        String json = CoachQuestion.json(askId, briefing, said, turns.all());
        notices.tell(new Ask(askId, said.utterance(), said.track(), json));
    }

    private Behavior<Command> onAnswerBegun(AnswerBegun begun) {
        questions.onAnswerBegun(begun.askId(), callClock.getAsLong());
        return this;
    }

    private Behavior<Command> onToolCalled(ToolCalled called) {
        questions.onToolCalled(called.askId(), callClock.getAsLong()).ifPresent(question -> {
            HeardFinal said = question.said();
            CoachAnswer answer =
                    CoachAnswer.read(called.name(), called.argumentsJson(), question.briefing(), said.text());
            if (answer instanceof Advice advice) {
                onAdvice(question, advice);
            } else if (answer instanceof Unfit unfit) {
                refuse(question, unfit.cause());
            }
        });
        return this;
    }

    private void onAdvice(Question question, Advice advice) {
        long nowMs = callClock.getAsLong();
        reasonNotToOffer(question, advice, nowMs)
                .ifPresentOrElse(cause -> refuse(question, cause), () -> offer(question, advice, nowMs));
    }

    private Optional<WithdrawCause> reasonNotToOffer(Question question, Advice advice, long nowMs) {
        HeardFinal said = question.said();
        if (nowMs > question.deadlineMs(advice.kind())) {
            return Optional.of(WithdrawCause.DEADLINE_PASSED);
        } else if (!turns.stillSay(advice.quote(), said)) {
            return Optional.of(WithdrawCause.EVIDENCE_REVISED);
        } else if (turns.movedOnFrom(said, question.briefing())) {
            return Optional.of(WithdrawCause.MOVED_ON);
        }
        return hints.reasonNotToOffer(advice, said, question.briefing().playbook(), nowMs);
    }

    private void offer(Question question, Advice advice, long nowMs) {
        HeardFinal said = question.said();
        hints.supersededBy(advice.kind(), said, nowMs).forEach(old -> takeBack(old.hint(), WithdrawCause.SUPERSEDED));
        Hint hint = new Hint(
                nextHint(),
                said.utterance(),
                said.track(),
                question.briefing().playbook().name(),
                advice.kind(),
                advice.text(),
                advice.why(),
                advice.quote(),
                said.endMs(),
                question.deadlineMs(advice.kind()),
                nowMs);
        HintTimeline timeline = question.timeline().reached(Stage.OFFERED, nowMs);
        hints.onOffered(hint, timeline);
        timers.startSingleTimer(hint.id(), new OnDeadline(hint), Duration.ofMillis(hint.deadlineMs() - nowMs + 1));
        notices.tell(new Offered(hint, timeline));
    }

    private Behavior<Command> onHintDelivered(HintDelivered delivered) {
        hints.onDelivered(delivered.hintId(), delivered.atMs());
        return this;
    }

    private Behavior<Command> onHintRendered(HintRendered event) {
        boolean waited = hints.waitsForScreen(event.hintId());
        timers.cancel(event.hintId());
        hints.onRendered(event.hintId(), event.atMs()).ifPresent(rendered -> {
            if (waited) {
                journal.rendered(rendered, event.atMs());
            }
            notices.tell(new Rendered(event.hintId(), rendered.timeline()));
        });
        return this;
    }

    private Behavior<Command> onHintSettled(HintSettled settled) {
        hints.onSettled(settled.hintId());
        timers.cancel(settled.hintId());
        return this;
    }

    private Behavior<Command> onDeadline(OnDeadline event) {
        takeBack(event.hint(), WithdrawCause.DEADLINE_PASSED);
        return this;
    }

    /** What was offered is not to be shown any more. */
    private void takeBack(Hint hint, WithdrawCause cause) {
        boolean seen = !hints.waitsForScreen(hint.id());
        if (hints.onWithdrawn(hint.id(), cause)) {
            timers.cancel(hint.id());
            withdrawn(new Withdrawn(hint.id(), hint.utterance(), hint.track(), cause), hint.playbook(), seen);
        }
    }

    /** An answer is never offered. */
    private void refuse(Question question, WithdrawCause cause) {
        HeardFinal said = question.said();
        withdrawn(
                new Withdrawn(nextHint(), said.utterance(), said.track(), cause),
                question.briefing().playbook().name(),
                false);
    }

    private void withdrawn(Withdrawn withdrawn, String playbook, boolean seen) {
        journal.withdrawn(withdrawn, playbook, seen);
        notices.tell(withdrawn);
    }

    private Behavior<Command> onAnswerEnded(AnswerEnded ended) {
        timers.cancel(ended.askId());
        questions
                .onEnded(ended.askId())
                .ifPresent(question -> journal.noAnswer(question, ended.ok() ? "noToolCall" : ended.detail()));
        return this;
    }

    private Behavior<Command> onNoAnswer(OnNoAnswer event) {
        questions.onEnded(event.askId()).ifPresent(question -> journal.noAnswer(question, "neverEnded"));
        notices.tell(new GivenUp(event.askId()));
        return this;
    }

    private String nextHint() {
        return "h" + ++lastHint;
    }
}
