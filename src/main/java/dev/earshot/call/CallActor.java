package dev.earshot.call;

import dev.earshot.coaching.Briefing;
import dev.earshot.coaching.CoachActor;
import dev.earshot.ingress.AudioIngressActor;
import dev.earshot.ingress.AudioLedger;
import dev.earshot.ingress.AudioTrack;
import dev.earshot.ingress.DiscardReason;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.MediaReport;
import dev.earshot.ingress.PcmFormat;
import dev.earshot.realtime.SessionNotice;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.LogListener;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.StoreWriterActor;
import dev.earshot.transcript.TranscriptActor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    /** Media that is missing was asked for again: it is waited for so long. */
    public record ExpectMedia(Duration within) implements Command {}

    /** Media that is missing will not come. */
    public record MediaGivenUp() implements Command {}

    /** Something happened to the call that the log is to know. */
    public record Report(CallEvent.Durable event) implements Command {}

    private record FromIngress(AudioIngressActor.Notice notice) implements Command {}

    private record FromSession(SessionNotice notice) implements Command {}

    private record FromCoach(CoachActor.Notice notice) implements Command {}

    private record FromStore(StoreWriterActor.Report report) implements Command {}

    private record MediaReported(MediaReport report) implements Command {}

    /** No report: the ingress is gone, or hangs. */
    private record LedgerReported(@Nullable MediaReport report, ActorRef<LedgerSnapshot> replyTo) implements Command {}

    private record BooksClosed(MediaReport report) implements Command {}

    private record SessionDue(SessionLine line) implements Command {}

    private enum Signal implements Command {
        TICK,
        MEDIA_OVERDUE,
        DRAIN_OVER,
        NO_REPORT,
        LOG_COMPLETE
    }

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration INTERNAL_TIMEOUT = Duration.ofSeconds(3);

    /** A hang-up and the last frames come by different ways: the media socket closes a moment later, as a rule. */
    private static final Duration LAST_FRAMES = Duration.ofSeconds(1);

    private static final String INGRESS = "ingress";
    private static final String TRANSCRIPT = "transcript";
    private static final String STORE_WRITER = "store-writer";
    private static final String COACH = "coach";
    private static final Logger LOG = LoggerFactory.getLogger(CallActor.class);

    private final CallContext call;
    private final CallSettings settings;
    private final TimerScheduler<Command> timers;
    private final ActorRef<AudioIngressActor.Command> ingress;
    private final ActorRef<TranscriptActor.Command> log;
    private final ActorRef<MediaReport> mediaReports;
    private final CallCoach coach;
    private final CallHearing hearing;
    private final CallRedaction redaction;
    private final Remarks remarks = new Remarks();
    private List<AudioTrack> lastReported = List.of();
    private CallSetup setup;
    private CallState state = new CallState.AwaitingMedia();
    private LedgerSnapshot lastBooks;
    private boolean writerGone;

    public static Behavior<Command> create(CallContext call) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new CallActor(context, timers, call)));
    }

    private CallActor(ActorContext<Command> context, TimerScheduler<Command> timers, CallContext call) {
        super(context);
        this.call = call;
        this.settings = call.settings();
        this.setup = call.setup();
        this.timers = timers;
        this.lastBooks = new LedgerSnapshot(call.callId(), List.of());
        this.mediaReports = context.messageAdapter(MediaReport.class, MediaReported::new);
        this.ingress = part(
                AudioIngressActor.create(
                        call.callId(),
                        settings.ingress(),
                        call.clockMs(),
                        call.recorder().audio(),
                        context.messageAdapter(AudioIngressActor.Notice.class, FromIngress::new)),
                INGRESS);
        ActorRef<CoachActor.Command> coaching = part(
                CoachActor.create(
                        call.callId(),
                        briefing(setup).orElseGet(settings.coaching()::usual),
                        call.clockMs(),
                        call.meters(),
                        context.messageAdapter(CoachActor.Notice.class, FromCoach::new)),
                COACH);
        this.coach = new CallCoach(coaching);
        this.log = spawnLog(coaching);
        this.redaction = new CallRedaction(settings.redaction(), call.meters());
        CallSessions sessions = new CallSessions(
                context, call, context.messageAdapter(SessionNotice.class, FromSession::new), this::scheduleSession);
        this.hearing = new CallHearing(call, log, sessions, coach, redaction);
        timers.startTimerWithFixedDelay(Signal.TICK, TICK);
        timers.startSingleTimer(Signal.MEDIA_OVERDUE, settings.mediaDue());
        append(new CallEvent.CallStarted(call.startedAt()));
        coach.check(briefing(setup).orElseGet(settings.coaching()::usual)).ifPresent(this::append);
        hearing.openAhead();
    }

    /** A part of the call whose failure the call is told of. */
    private <T> ActorRef<T> part(Behavior<T> behavior, String name) {
        return part(behavior, name, DispatcherSelector.sameAsParent());
    }

    private <T> ActorRef<T> part(Behavior<T> behavior, String name, Props run) {
        ActorRef<T> part = getContext().spawn(behavior, name, run);
        getContext().watch(part);
        return part;
    }

    private Optional<Briefing> briefing(CallSetup known) {
        return Optional.ofNullable(known.playbook()).flatMap(settings.coaching()::find);
    }

    private ActorRef<TranscriptActor.Command> spawnLog(ActorRef<CoachActor.Command> coaching) {
        var identity = new TranscriptActor.Call(call.callId(), call.epoch(), call.startedAt());
        ActorRef<TranscriptActor.Command> transcript = part(
                TranscriptActor.create(identity, settings.transcript(), List.of(), call.clockMs(), listener(coaching)),
                TRANSCRIPT);
        var reports = getContext().messageAdapter(StoreWriterActor.Report.class, FromStore::new);
        part(
                StoreWriterActor.create(
                        identity,
                        settings.storeWriter(),
                        0,
                        transcript,
                        call.storage(),
                        new Random(call.random().nextLong()),
                        reports),
                STORE_WRITER,
                Props.empty());
        return transcript;
    }

    /** Called on the log's thread. */
    private LogListener listener(ActorRef<CoachActor.Command> coaching) {
        ActorRef<CallSummary> summaries = call.summaries();
        CallRecorder recorder = call.recorder();
        return new LogListener() {
            @Override
            public void onSummary(CallSummary summary) {
                summaries.tell(summary);
            }

            @Override
            public void onLogged(LoggedEvent event) {
                recorder.onLogged(event);
            }

            @Override
            public void onTaken(CallEvent.Durable event, long atMs) {
                CallCoach.onTaken(coaching, event, atMs);
            }
        };
    }

    private void scheduleSession(SessionLine line, Duration delay) {
        timers.startSingleTimer(line, new SessionDue(line), delay);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(AttachMedia.class, this::onAttachMedia)
                .onMessage(GetLedger.class, this::onGetLedger)
                .onMessage(ToLog.class, this::onToLog)
                .onMessage(ReportOutcome.class, this::onReportOutcome)
                .onMessage(Flag.class, this::onFlag)
                .onMessage(NameSpeaker.class, this::onNameSpeaker)
                .onMessage(AddSetup.class, this::onAddSetup)
                .onMessage(End.class, end -> onEnd(end.cause()))
                .onMessage(Forget.class, forget -> Behaviors.stopped())
                .onMessage(HungUp.class, hungUp -> onHungUp())
                .onMessage(ExpectMedia.class, this::onExpectMedia)
                .onMessage(MediaGivenUp.class, givenUp -> onMediaGivenUp())
                .onMessage(Report.class, this::onReport)
                .onMessage(FromIngress.class, this::onFromIngress)
                .onMessage(FromSession.class, this::onFromSession)
                .onMessage(FromCoach.class, this::onFromCoach)
                .onMessage(FromStore.class, this::onFromStore)
                .onMessage(MediaReported.class, this::onMediaReported)
                .onMessage(LedgerReported.class, this::onLedgerReported)
                .onMessage(BooksClosed.class, closed -> onBooksClosed(Ledgers.snapshot(closed.report())))
                .onMessage(SessionDue.class, this::onSessionDue)
                .onMessage(Signal.class, this::onSignal)
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onAttachMedia(AttachMedia attach) {
        ingress.tell(new AudioIngressActor.Attach(attach.replyTo()));
        return this;
    }

    private Behavior<Command> onGetLedger(GetLedger get) {
        getContext()
                .ask(
                        MediaReport.class,
                        ingress,
                        INTERNAL_TIMEOUT,
                        AudioIngressActor.Report::new,
                        (report, failure) -> new LedgerReported(report, get.replyTo()));
        return this;
    }

    private Behavior<Command> onLedgerReported(LedgerReported reported) {
        MediaReport report = reported.report();
        if (state instanceof CallState.Ended) {
            reported.replyTo().tell(lastBooks);
        } else {
            reported.replyTo().tell(report == null ? booksOfTapes() : Ledgers.snapshot(report));
        }
        return this;
    }

    /** The tapes answer from any thread, whatever has become of the ingress; also those that no session hears. */
    private LedgerSnapshot booksOfTapes() {
        Set<AudioTrack> known = new LinkedHashSet<>(lastReported);
        known.addAll(hearing.audio());
        return Ledgers.snapshot(new AudioLedger(
                call.callId(), known.stream().map(AudioTrack::ledger).toList()));
    }

    private Behavior<Command> onReportOutcome(ReportOutcome report) {
        if (!remarks.knows(report.hint())) {
            report.replyTo().tell(RemarkAnswer.UNKNOWN_HINT);
        } else if (state instanceof CallState.Ended) {
            report.replyTo().tell(RemarkAnswer.CALL_ENDED);
        } else {
            if (remarks.onOutcome(report.hint(), report.outcome())) {
                coach.onOutcome(report.hint(), report.outcome(), call.clockMs().getAsLong())
                        .ifPresent(this::append);
            }
            report.replyTo().tell(RemarkAnswer.TAKEN);
        }
        return this;
    }

    private Behavior<Command> onFlag(Flag flag) {
        if (state instanceof CallState.Ended) {
            flag.replyTo().tell(RemarkAnswer.CALL_ENDED);
        } else if (remarks.onFlag()) {
            append(new CallEvent.Flagged(redaction.text(flag.note())));
            flag.replyTo().tell(RemarkAnswer.TAKEN);
        } else {
            flag.replyTo().tell(RemarkAnswer.TOO_MANY_FLAGS);
        }
        return this;
    }

    private Behavior<Command> onNameSpeaker(NameSpeaker name) {
        name.replyTo().tell(named(name.track(), name.speaker()));
        return this;
    }

    private RemarkAnswer named(String track, String speaker) {
        if (state instanceof CallState.Ended) {
            return RemarkAnswer.CALL_ENDED;
        } else if (!remarks.onSpeaker()) {
            return RemarkAnswer.TOO_MANY_SPEAKERS;
        }
        Optional<AudioTrack> named = hearing.onSpeaker(track, speaker);
        named.map(AudioTrack::participant)
                .ifPresent(participant -> setup = setup.and(new CallSetup(Map.of(participant, speaker), null)));
        return named.isPresent() ? RemarkAnswer.TAKEN : RemarkAnswer.UNKNOWN_TRACK;
    }

    private Behavior<Command> onAddSetup(AddSetup add) {
        setup = setup.and(add.setup());
        if (!(state instanceof CallState.Ended) && remarks.onSpeaker()) {
            hearing.onSpeakers(add.setup().speakers());
        }
        briefing(add.setup()).ifPresent(briefing -> {
            coach.use(briefing);
            coach.check(briefing).ifPresent(this::append);
        });
        return this;
    }

    private Behavior<Command> onToLog(ToLog forward) {
        log.tell(forward.command());
        return this;
    }

    private Behavior<Command> onFromIngress(FromIngress from) {
        AudioIngressActor.Notice notice = from.notice();
        if (notice instanceof AudioIngressActor.TrackJoined joined) {
            hearing.onTrackJoined(joined.track(), setup.speaker(joined.track().participant()));
        } else if (notice instanceof AudioIngressActor.MediaAttached) {
            onMediaAttached();
        } else if (notice instanceof AudioIngressActor.MediaLost) {
            onMediaLost();
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
        LOG.atWarn()
                .setMessage("the call's audio cannot be heard")
                .addKeyValue("call", call.callId())
                .addKeyValue("cause", DiscardReason.UNSUPPORTED_FORMAT.wireName())
                .addKeyValue("encoding", format.encoding())
                .addKeyValue("sampleRate", format.sampleRate())
                .addKeyValue("channels", format.channels())
                .log();
    }

    private void onMediaAttached() {
        if (state instanceof CallState.AwaitingMedia awaiting) {
            become(awaiting.onMediaAttached());
        } else if (state instanceof CallState.MediaMissing missing) {
            become(missing.onMediaAttached());
        }
        if (state instanceof CallState.Hearing) {
            timers.cancel(Signal.MEDIA_OVERDUE);
        }
    }

    private void onMediaLost() {
        if (state instanceof CallState.Hearing hearing) {
            become(hearing.onMediaLost());
            timers.startSingleTimer(Signal.MEDIA_OVERDUE, settings.grace());
        } else if (state instanceof CallState.HangingUp) {
            onEnd(EndCause.HUNG_UP);
        }
    }

    private Behavior<Command> onHungUp() {
        if (state instanceof CallState.Hearing hearing) {
            become(hearing.onHungUp());
            timers.startSingleTimer(Signal.MEDIA_OVERDUE, LAST_FRAMES);
            return this;
        }
        return onEnd(EndCause.HUNG_UP);
    }

    private Behavior<Command> onExpectMedia(ExpectMedia expect) {
        if (mediaMissing()) {
            timers.startSingleTimer(Signal.MEDIA_OVERDUE, expect.within());
        }
        return this;
    }

    /** Media that does flow is heard, whatever is said of it. */
    private Behavior<Command> onMediaGivenUp() {
        return mediaMissing() ? onEnd(EndCause.MEDIA_FAILED) : this;
    }

    private boolean mediaMissing() {
        return state instanceof CallState.AwaitingMedia || state instanceof CallState.MediaMissing;
    }

    private Behavior<Command> onReport(Report report) {
        if (!(state instanceof CallState.Ended)) {
            append(report.event());
        }
        return this;
    }

    private Behavior<Command> onFromSession(FromSession from) {
        hearing.onNotice(from.notice());
        endWhenDrained();
        return this;
    }

    private Behavior<Command> onSessionDue(SessionDue due) {
        hearing.onSessionDue(due.line());
        return this;
    }

    /** A session that died without a word: its own failure, of which the log has the trace. */
    private Behavior<Command> onChildFailed(ChildFailed failed) {
        return onSessionStopped(failed) ? this : onPartLost(failed);
    }

    private Behavior<Command> onTerminated(Terminated terminated) {
        onSessionStopped(terminated);
        return this;
    }

    private Behavior<Command> onPostStop() {
        hearing.forget();
        return this;
    }

    private boolean onSessionStopped(Terminated child) {
        Optional<Integer> session = CallSessions.numberOf(child.getRef());
        session.ifPresent(hearing::onSessionDied);
        endWhenDrained();
        return session.isPresent();
    }

    /** A call can do without coaching and without a store. Without its audio it ends, without its log it is no more. */
    private Behavior<Command> onPartLost(ChildFailed failed) {
        String part = failed.getRef().path().name();
        LOG.atError()
                .setMessage("part of a call failed")
                .addKeyValue("call", call.callId())
                .addKeyValue("part", part)
                .setCause(failed.getCause())
                .log();
        return switch (part) {
            case INGRESS -> onEnd(EndCause.INTERNAL_ERROR);
            case TRANSCRIPT -> Behaviors.stopped();
            case STORE_WRITER -> onWriterGone();
            case COACH -> onCoachGone();
            default -> this;
        };
    }

    private Behavior<Command> onCoachGone() {
        coach.onGone();
        return this;
    }

    private Behavior<Command> onFromCoach(FromCoach from) {
        CoachActor.Notice notice = from.notice();
        if (state instanceof CallState.Ended) {
            return this;
        }
        if (notice instanceof CoachActor.Ask ask) {
            hearing.onAsk(ask);
        } else if (notice instanceof CoachActor.Offered offered) {
            CallEvent.HintOffered hint = redaction.of(CallCoach.offered(offered));
            remarks.onOffered(hint.hint());
            hearing.onOffered(hint.text());
            append(hint);
        } else if (notice instanceof CoachActor.Withdrawn withdrawn) {
            append(CallCoach.withdrawn(withdrawn));
        } else if (notice instanceof CoachActor.Rendered rendered) {
            append(CallCoach.rendered(rendered));
        } else if (notice instanceof CoachActor.GivenUp givenUp) {
            coach.onGivenUp(givenUp.askId());
        }
        return this;
    }

    private Behavior<Command> onFromStore(FromStore from) {
        StoreWriterActor.Report report = from.report();
        LOG.atInfo()
                .setMessage("store")
                .addKeyValue("call", call.callId())
                .addKeyValue("report", report.getClass().getSimpleName())
                .log();
        if (report instanceof StoreWriterActor.GaveUp gaveUp && gaveUp.cause().forGood()) {
            onDisowned(gaveUp.cause() == StoreFailure.ERASED ? EndCause.ERASED : EndCause.STALE_OWNER);
        }
        boolean over = !(report instanceof StoreWriterActor.StoreAway || report instanceof StoreWriterActor.StoreBack);
        return over ? onWriterGone() : this;
    }

    /** Nothing that is heard from here on is of use to anybody: no last words are waited for. */
    private void onDisowned(EndCause cause) {
        onEnd(cause);
        closeBooks();
    }

    /** Nothing more will be stored: once its log is complete, nothing keeps the call. */
    private Behavior<Command> onWriterGone() {
        writerGone = true;
        if (state instanceof CallState.Ended) {
            log.tell(new TranscriptActor.GetSummary(
                    getContext().messageAdapter(CallSummary.class, last -> Signal.LOG_COMPLETE)));
        }
        return this;
    }

    private Behavior<Command> onSignal(Signal signal) {
        switch (signal) {
            case TICK -> onTick();
            case MEDIA_OVERDUE -> onMediaOverdue();
            case DRAIN_OVER -> closeBooks();
            case NO_REPORT -> onNoReport();
            case LOG_COMPLETE -> {
                return Behaviors.stopped();
            }
        }
        return this;
    }

    private void onMediaOverdue() {
        EndCause without = state instanceof CallState.AwaitingMedia ? EndCause.NO_MEDIA : EndCause.MEDIA_ENDED;
        onEnd(state instanceof CallState.HangingUp ? EndCause.HUNG_UP : without);
    }

    /** The ingress failed or hangs. The end of the call must not, and the tapes are here. */
    private void onNoReport() {
        LOG.atError()
                .setMessage("the ingress does not report")
                .addKeyValue("call", call.callId())
                .log();
        hearing.giveUp();
        onBooksClosed(booksOfTapes());
    }

    private void onTick() {
        hearing.onTick();
        endWhenDrained();
        if (!(state instanceof CallState.Ended)) {
            ingress.tell(new AudioIngressActor.Report(mediaReports));
        }
    }

    private Behavior<Command> onMediaReported(MediaReported reported) {
        MediaReport report = reported.report();
        lastReported = report.tracks();
        log.tell(new TranscriptActor.Show(new CallEvent.Health(
                Ledgers.mediaState(report),
                coach.waitedMs(call.clockMs().getAsLong()),
                hearing.health(),
                Ledgers.snapshot(report))));
        return this;
    }

    private Behavior<Command> onEnd(EndCause cause) {
        if (state instanceof CallState.Open open) {
            LOG.atInfo()
                    .setMessage("the call ends")
                    .addKeyValue("call", call.callId())
                    .addKeyValue("cause", cause.wireName())
                    .log();
            become(open.onEnd(cause));
            ingress.tell(new AudioIngressActor.EndMedia());
            timers.startSingleTimer(Signal.DRAIN_OVER, settings.drain());
            endWhenDrained();
        }
        return this;
    }

    private void endWhenDrained() {
        if (state instanceof CallState.Draining && hearing.finished()) {
            closeBooks();
        }
    }

    private void closeBooks() {
        if (state instanceof CallState.Draining draining) {
            become(draining.onDrained());
            timers.cancel(Signal.DRAIN_OVER);
            hearing.end();
            getContext()
                    .ask(
                            MediaReport.class,
                            ingress,
                            INTERNAL_TIMEOUT,
                            (ActorRef<MediaReport> replyTo) ->
                                    new AudioIngressActor.Close(DiscardReason.CALL_ENDED, replyTo),
                            (report, failure) -> report == null ? Signal.NO_REPORT : new BooksClosed(report));
        }
    }

    private Behavior<Command> onBooksClosed(LedgerSnapshot last) {
        if (state instanceof CallState.Closing closing) {
            lastBooks = last;
            append(new CallEvent.CallEnded(
                    closing.cause().wireName(), call.clockMs().getAsLong(), last));
            become(closing.onBooksClosed());
            timers.cancel(Signal.TICK);
            if (writerGone) {
                onWriterGone();
            }
        }
        return this;
    }

    private void append(CallEvent.Durable event) {
        log.tell(new TranscriptActor.Append(event));
    }

    private void become(CallState next) {
        LOG.atInfo()
                .setMessage("call state")
                .addKeyValue("call", call.callId())
                .addKeyValue("from", state.getClass().getSimpleName())
                .addKeyValue("to", next.getClass().getSimpleName())
                .log();
        state = next;
    }
}
