package dev.earshot.call;

import dev.earshot.coaching.Briefing;
import dev.earshot.coaching.CoachActor;
import dev.earshot.ingress.AudioIngressActor;
import dev.earshot.ingress.DiscardReason;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.MediaReport;
import dev.earshot.ingress.PcmFormat;
import dev.earshot.realtime.SessionNotice;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.StoreWriterActor;
import dev.earshot.transcript.TranscriptActor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The life of one call. It carries control, never audio.
 *
 * <pre>
 *   AwaitingMedia ──attached──▷ Hearing ──lost──▷ MediaMissing
 *        │                      │ │ ◁───attached──────┘ │
 *        │              hung up │ │ told to end         │
 *        │                      ▽ │                     │ grace over
 *        │ none came    HangingUp │                     │
 *        │           lost or late │                     │
 *        ▽                        ▽                     ▽
 *        └───────────────────▷ Draining ◁───────────────┘
 *                                 │ all heard and final, or out of time
 *                                 ▽
 *                              Closing ──books closed──▷ Ended ──stored──▷ stops
 * </pre>
 *
 * Its children: the ingress with the tapes, the log with its writer, the coach, and one session for each track. A session
 * that ends is followed by another ({@link SessionLine}); the tape keeps for it what is not yet settled. One session is
 * opened before any track is known, so that the first word finds it ready.
 */
public final class CallActor extends AbstractBehavior<CallActor.Command> {

    public sealed interface Command {}

    /** A media socket for this call asks to be let in. */
    public record AttachMedia(ActorRef<MediaPort> replyTo) implements Command {}

    public record GetLedger(ActorRef<LedgerSnapshot> replyTo) implements Command {}

    /** Hands a command on to the call's log. */
    public record ToLog(TranscriptActor.Command command) implements Command {}

    /** What became of a hint, as a console saw it. The same outcome of the same hint is logged once. */
    public record ReportOutcome(String hint, CallEvent.Outcome outcome, ActorRef<RemarkAnswer> replyTo)
            implements Command {}

    /** Someone at a console marks this moment of the call. */
    public record Flag(String note, ActorRef<RemarkAnswer> replyTo) implements Command {}

    /** Someone at a console says who is heard on a track. */
    public record NameSpeaker(String track, String speaker, ActorRef<RemarkAnswer> replyTo) implements Command {}

    /** More is known of the call: it holds for tracks that are there and those that have yet to join. */
    public record AddSetup(CallSetup setup) implements Command {}

    public record End(EndCause cause) implements Command {}

    /** The call is erased: what is not stored yet is not to be. Only for a call that has ended. */
    public record Forget() implements Command {}

    /** The phone call is over: what is under way on its media socket is still heard. */
    public record HungUp() implements Command {}

    /** Media failed, whether or not that has been noticed here, and is asked for again: it is waited for at least so long. */
    public record ExpectMedia(Duration within) implements Command {}

    /** Media failed, whether or not that has been noticed here, and will not come. */
    public record MediaGivenUp() implements Command {}

    /** Something happened to the call that the log is to know. */
    public record Report(CallEvent.Durable event) implements Command {}

    /** Whoever brings the call's media wants to know, once, that no more of it is taken. */
    public record TellWhenDeaf(ActorRef<Deaf> replyTo) implements Command {}

    /** The call takes no more media. */
    public record Deaf(String callId) {}

    private record FromIngress(AudioIngressActor.Notice notice) implements Command {}

    private record FromSession(SessionNotice notice) implements Command {}

    private record FromCoach(CoachActor.Notice notice) implements Command {}

    private record FromStore(StoreWriterActor.Report report) implements Command {}

    private record MediaReported(MediaReport report) implements Command {}

    private record LedgerReported(@Nullable MediaReport report, ActorRef<LedgerSnapshot> replyTo) implements Command {}

    private record BooksClosed(@Nullable MediaReport report) implements Command {}

    private record SessionDue(SessionLine line) implements Command {}

    private enum Signal implements Command {
        TICK,
        MEDIA_OVERDUE,
        DRAIN_OVER,
        LOG_COMPLETE
    }

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration INTERNAL_TIMEOUT = Duration.ofSeconds(3);

    /** A hang-up and the last frames come by different ways: the media socket closes a moment later, as a rule. */
    private static final Duration LAST_FRAMES = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CallActor.class);

    private final CallContext call;
    private final CallSettings settings;
    private final TimerScheduler<Command> timers;
    private final ActorRef<MediaReport> mediaReports;
    private final ActorRef<AudioIngressActor.Command> ingress;
    private final ActorRef<TranscriptActor.Command> log;
    private final CallCoach coach;
    private final CallHints hints;
    private final CallHearing hearing;
    private final CallBooks books;
    private final Remarks remarks;
    private final List<ActorRef<Deaf>> untilDeaf = new ArrayList<>();
    private CallState state;
    private boolean writerGone;

    public static Behavior<Command> create(CallContext call) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new CallActor(context, timers, call)));
    }

    private CallActor(ActorContext<Command> context, TimerScheduler<Command> timers, CallContext call) {
        super(context);
        this.call = call;
        this.settings = call.settings();
        this.timers = timers;
        this.mediaReports = context.messageAdapter(MediaReport.class, MediaReported::new);
        Briefing briefing = call.setup().briefing(settings.coaching()).orElseGet(settings.coaching()::usual);
        CallParts parts = new CallParts(
                context,
                call,
                briefing,
                context.messageAdapter(AudioIngressActor.Notice.class, FromIngress::new),
                context.messageAdapter(CoachActor.Notice.class, FromCoach::new),
                context.messageAdapter(StoreWriterActor.Report.class, FromStore::new));
        this.ingress = parts.ingress();
        this.log = parts.log();
        CallRedaction redaction = new CallRedaction(settings.redaction(), call.meters());
        this.coach = new CallCoach(parts.coach());
        CallSoFar soFar = new CallSoFar(settings.soFar());
        this.hints = new CallHints(log, coach, redaction, soFar);
        CallSessions sessions = new CallSessions(
                context, call, context.messageAdapter(SessionNotice.class, FromSession::new), this::scheduleSession);
        this.hearing = new CallHearing(call, log, sessions, coach, redaction, soFar);
        this.remarks = new Remarks(call, log, hearing, coach, redaction);
        this.books = new CallBooks(call.callId());
        timers.startTimerWithFixedDelay(Signal.TICK, TICK);
        this.state = new CallState.AwaitingMedia(msAfter(settings.mediaDue()));
        enter(state);
        append(new CallEvent.CallStarted(call.startedAt()));
        coach.check(briefing).ifPresent(this::append);
        hearing.openAhead();
    }

    private void scheduleSession(SessionLine line, Duration delay) {
        timers.startSingleTimer(line, new SessionDue(line), delay);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(AttachMedia.class, attach -> tell(ingress, new AudioIngressActor.Attach(attach.replyTo())))
                .onMessage(GetLedger.class, this::onGetLedger)
                .onMessage(ToLog.class, forward -> tell(log, forward.command()))
                .onMessage(ReportOutcome.class, this::onReportOutcome)
                .onMessage(Flag.class, this::onFlag)
                .onMessage(NameSpeaker.class, this::onNameSpeaker)
                .onMessage(AddSetup.class, this::onAddSetup)
                .onMessage(End.class, end -> become(state.onEnd(end.cause())))
                .onMessage(Forget.class, forget -> Behaviors.stopped())
                .onMessage(HungUp.class, hungUp -> become(state.onHungUp()))
                .onMessage(ExpectMedia.class, expect -> become(state.onMediaExpected(msAfter(expect.within()))))
                .onMessage(MediaGivenUp.class, givenUp -> become(state.onMediaGivenUp(graceOverMs())))
                .onMessage(Report.class, this::onReport)
                .onMessage(TellWhenDeaf.class, this::onTellWhenDeaf)
                .onMessage(FromIngress.class, this::onFromIngress)
                .onMessage(FromSession.class, this::onFromSession)
                .onMessage(FromCoach.class, this::onFromCoach)
                .onMessage(FromStore.class, this::onFromStore)
                .onMessage(MediaReported.class, this::onMediaReported)
                .onMessage(LedgerReported.class, this::onLedgerReported)
                .onMessage(BooksClosed.class, this::onBooksClosed)
                .onMessage(SessionDue.class, this::onSessionDue)
                .onMessageEquals(Signal.TICK, this::onTick)
                .onMessageEquals(Signal.MEDIA_OVERDUE, () -> become(state.onMediaOverdue()))
                .onMessageEquals(Signal.DRAIN_OVER, () -> become(state.onDrained()))
                .onMessageEquals(Signal.LOG_COMPLETE, Behaviors::stopped)
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private <T> Behavior<Command> tell(ActorRef<T> whom, T message) {
        whom.tell(message);
        return this;
    }

    private Behavior<Command> onGetLedger(GetLedger get) {
        askIngress(AudioIngressActor.Report::new, report -> new LedgerReported(report, get.replyTo()));
        return this;
    }

    /** @param answered with null: the ingress is gone, or hangs */
    private void askIngress(
            Function<ActorRef<MediaReport>, AudioIngressActor.Command> question,
            Function<@Nullable MediaReport, Command> answered) {
        getContext()
                .ask(
                        MediaReport.class,
                        ingress,
                        INTERNAL_TIMEOUT,
                        question::apply,
                        (report, failure) -> answered.apply(report));
    }

    private Behavior<Command> onLedgerReported(LedgerReported reported) {
        return tell(reported.replyTo(), books.now(reported.report(), hearing.audio()));
    }

    private Behavior<Command> onReportOutcome(ReportOutcome report) {
        RemarkAnswer answer = RemarkAnswer.TAKEN;
        if (!hints.knows(report.hint())) {
            answer = RemarkAnswer.UNKNOWN_HINT;
        } else if (ended()) {
            answer = RemarkAnswer.CALL_ENDED;
        } else {
            hints.onOutcome(report.hint(), report.outcome(), nowMs());
        }
        return tell(report.replyTo(), answer);
    }

    private Behavior<Command> onFlag(Flag flag) {
        return tell(flag.replyTo(), ended() ? RemarkAnswer.CALL_ENDED : remarks.onFlag(flag.note()));
    }

    private Behavior<Command> onNameSpeaker(NameSpeaker name) {
        return tell(
                name.replyTo(), ended() ? RemarkAnswer.CALL_ENDED : remarks.onSpeaker(name.track(), name.speaker()));
    }

    private Behavior<Command> onAddSetup(AddSetup add) {
        if (!ended()) {
            remarks.onSetup(add.setup());
        }
        return this;
    }

    private Behavior<Command> onTellWhenDeaf(TellWhenDeaf tell) {
        if (state instanceof CallState.Open) {
            untilDeaf.add(tell.replyTo());
            return this;
        }
        return tell(tell.replyTo(), new Deaf(call.callId()));
    }

    private Behavior<Command> onFromIngress(FromIngress from) {
        AudioIngressActor.Notice notice = from.notice();
        if (notice instanceof AudioIngressActor.TrackJoined joined) {
            hearing.onTrackJoined(joined.track(), remarks.speaker(joined.track().participant()));
        } else if (notice instanceof AudioIngressActor.MediaAttached) {
            become(state.onMediaAttached());
        } else if (notice instanceof AudioIngressActor.MediaLost) {
            become(state.onMediaLost(nowMs(), graceOverMs()));
        } else if (notice instanceof AudioIngressActor.Gap gap) {
            append(new CallEvent.AudioGap(
                    gap.track().trackId(), gap.startMs(), gap.endMs(), gap.samples(), "notReceived"));
        } else if (notice instanceof AudioIngressActor.FormatRefused refused) {
            onFormatRefused(refused.format());
        }
        return this;
    }

    /** Its samples are in the books under the same name. */
    private void onFormatRefused(PcmFormat format) {
        log(Level.WARN, "the call's audio cannot be heard")
                .addKeyValue("cause", DiscardReason.UNSUPPORTED_FORMAT.wireName())
                .addKeyValue("encoding", format.encoding())
                .addKeyValue("sampleRate", format.sampleRate())
                .addKeyValue("channels", format.channels())
                .log();
    }

    private Behavior<Command> onReport(Report report) {
        if (!ended()) {
            append(report.event());
        }
        return this;
    }

    private Behavior<Command> onFromSession(FromSession from) {
        hearing.onNotice(from.notice());
        return endWhenDrained();
    }

    private Behavior<Command> onSessionDue(SessionDue due) {
        hearing.onSessionDue(due.line());
        return this;
    }

    /** A session that died without a word: its own failure, of which the log has the trace. */
    private Behavior<Command> onChildFailed(ChildFailed failed) {
        Optional<CallParts.Part> part = CallParts.Part.of(failed.getRef());
        return part.isPresent() ? onPartLost(part.get(), failed.getCause()) : onTerminated(failed);
    }

    private Behavior<Command> onTerminated(Terminated child) {
        CallSessions.numberOf(child.getRef()).ifPresent(hearing::onSessionDied);
        return endWhenDrained();
    }

    private Behavior<Command> onPostStop() {
        hearing.forget();
        return this;
    }

    /** A call can do without coaching and without a store. Without its audio it ends, without its log it is no more. */
    private Behavior<Command> onPartLost(CallParts.Part part, Throwable cause) {
        log(Level.ERROR, "part of a call failed")
                .addKeyValue("part", part.actorName())
                .setCause(cause)
                .log();
        return switch (part) {
            case INGRESS -> become(state.onEnd(EndCause.INTERNAL_ERROR));
            case TRANSCRIPT -> Behaviors.stopped();
            case STORE_WRITER -> onWriterGone();
            case COACH -> {
                coach.onGone();
                yield this;
            }
        };
    }

    private Behavior<Command> onFromCoach(FromCoach from) {
        CoachActor.Notice notice = from.notice();
        if (ended()) {
            return this;
        }
        if (notice instanceof CoachActor.Ask ask) {
            hearing.onAsk(ask);
        } else if (notice instanceof CoachActor.GivenUp givenUp) {
            coach.onGivenUp(givenUp.askId());
        } else if (notice instanceof CoachActor.Offered offered) {
            hints.onOffered(offered);
        } else if (notice instanceof CoachActor.Withdrawn withdrawn) {
            hints.onWithdrawn(withdrawn);
        } else if (notice instanceof CoachActor.Rendered rendered) {
            hints.onRendered(rendered);
        }
        return this;
    }

    private Behavior<Command> onFromStore(FromStore from) {
        StoreWriterActor.Report report = from.report();
        if (report instanceof StoreWriterActor.StoreAway || report instanceof StoreWriterActor.StoreBack) {
            return this;
        }
        log(Level.INFO, "store")
                .addKeyValue("report", report.getClass().getSimpleName())
                .log();
        if (report instanceof StoreWriterActor.GaveUp gaveUp && gaveUp.cause().forGood()) {
            onDisowned(gaveUp.cause() == StoreFailure.ERASED ? EndCause.ERASED : EndCause.STALE_OWNER);
        }
        return onWriterGone();
    }

    /** Nothing that is heard from here on is of use to anybody: no last words are waited for. */
    private void onDisowned(EndCause cause) {
        become(state.onEnd(cause));
        become(state.onDrained());
    }

    /** Nothing more will be stored: once its log is complete, nothing keeps the call. */
    private Behavior<Command> onWriterGone() {
        writerGone = true;
        if (ended()) {
            log.tell(new TranscriptActor.GetSummary(
                    getContext().messageAdapter(CallSummary.class, last -> Signal.LOG_COMPLETE)));
        }
        return this;
    }

    private Behavior<Command> onTick() {
        hearing.onTick();
        endWhenDrained();
        if (!ended()) {
            ingress.tell(new AudioIngressActor.Report(mediaReports));
        }
        return this;
    }

    private Behavior<Command> onMediaReported(MediaReported reported) {
        MediaReport report = reported.report();
        books.onReported(report);
        log.tell(new TranscriptActor.Show(new CallEvent.Health(
                Ledgers.mediaState(report), coach.waitedMs(nowMs()), hearing.health(), Ledgers.snapshot(report))));
        return this;
    }

    private Behavior<Command> endWhenDrained() {
        return state instanceof CallState.Draining && hearing.finished() ? become(state.onDrained()) : this;
    }

    private Behavior<Command> become(CallState next) {
        CallState before = state;
        if (!next.equals(before)) {
            state = next;
            logChange(before, next);
            enter(next);
        }
        return this;
    }

    private void logChange(CallState before, CallState now) {
        if (now.getClass() != before.getClass()) {
            log(Level.INFO, "call state")
                    .addKeyValue("from", before.getClass().getSimpleName())
                    .addKeyValue("to", now.getClass().getSimpleName())
                    .log();
        }
    }

    private void enter(CallState now) {
        if (now instanceof CallState.Hearing) {
            timers.cancel(Signal.MEDIA_OVERDUE);
        } else if (now instanceof CallState.WithoutMedia without) {
            timers.startSingleTimer(Signal.MEDIA_OVERDUE, Duration.ofMillis(without.untilMs() - nowMs()));
        } else if (now instanceof CallState.HangingUp) {
            timers.startSingleTimer(Signal.MEDIA_OVERDUE, LAST_FRAMES);
        } else if (now instanceof CallState.Draining draining) {
            drain(draining.cause());
        } else if (now instanceof CallState.Closing) {
            closeBooks();
        } else if (now instanceof CallState.Ended) {
            onEnded();
        }
    }

    private void drain(EndCause cause) {
        log(Level.INFO, "the call ends").addKeyValue("cause", cause.wireName()).log();
        ingress.tell(new AudioIngressActor.EndMedia());
        untilDeaf.forEach(waiting -> waiting.tell(new Deaf(call.callId())));
        timers.startSingleTimer(Signal.DRAIN_OVER, settings.drain());
        endWhenDrained();
    }

    private void closeBooks() {
        timers.cancel(Signal.DRAIN_OVER);
        hearing.end();
        askIngress(replyTo -> new AudioIngressActor.Close(DiscardReason.CALL_ENDED, replyTo), BooksClosed::new);
    }

    /** The end of the call does not wait for an ingress that failed or hangs: the tapes are here. */
    private Behavior<Command> onBooksClosed(BooksClosed closed) {
        if (closed.report() == null) {
            log(Level.ERROR, "the ingress does not report").log();
            hearing.giveUp();
        }
        if (state instanceof CallState.Closing closing) {
            LedgerSnapshot last = books.close(closed.report(), hearing.audio());
            append(new CallEvent.CallEnded(closing.cause().wireName(), nowMs(), last));
            become(closing.onBooksClosed());
        }
        return this;
    }

    private void onEnded() {
        timers.cancel(Signal.TICK);
        if (writerGone) {
            onWriterGone();
        }
    }

    private long nowMs() {
        return call.clockMs().getAsLong();
    }

    private long msAfter(Duration wait) {
        return nowMs() + wait.toMillis();
    }

    private long graceOverMs() {
        return msAfter(settings.grace());
    }

    private boolean ended() {
        return state instanceof CallState.Ended;
    }

    private void append(CallEvent.Durable event) {
        log.tell(new TranscriptActor.Append(event));
    }

    private LoggingEventBuilder log(Level level, String message) {
        return LOG.atLevel(level).setMessage(message).addKeyValue("call", call.callId());
    }
}
