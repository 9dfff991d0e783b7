package dev.earshot.call;

import dev.earshot.call.CallDirectory.CallList;
import dev.earshot.call.CallDirectory.CallListWatcher;
import dev.earshot.call.CallDirectory.Opening;
import dev.earshot.ingress.MediaPort;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.StoreException;
import dev.earshot.transcript.SubscriberPort;
import dev.earshot.transcript.TranscriptActor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Calls as the floors above use them: living ones from their actor, ended ones from the store. Safe from any thread;
 * every answer comes later and within a few seconds, or fails.
 */
public final class Calls {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_EVENTS = 100_000;

    private final ActorRef<CallDirectory.Command> directory;
    private final CallStore store;
    private final int maxListed;
    private final Scheduler scheduler;

    public Calls(ActorSystem<?> system, ActorRef<CallDirectory.Command> directory, CallStore store, int maxListed) {
        this.directory = directory;
        this.store = store;
        this.maxListed = maxListed;
        this.scheduler = system.scheduler();
    }

    /** Opens a call, or finds it alive. */
    public CompletionStage<Opening> open(String callId, CallSetup setup) {
        return AskPattern.ask(
                directory,
                (ActorRef<Opening> replyTo) -> new CallDirectory.Open(callId, setup, replyTo),
                TIMEOUT,
                scheduler);
    }

    /**
     * Says which of the platform's calls an open call is. The first to say so is right.
     *
     * @param connectionId the platform's id; empty where whoever comes names none
     * @return whether it belongs to the call
     */
    public CompletionStage<Boolean> bind(String callId, Optional<String> connectionId) {
        return AskPattern.ask(
                directory,
                (ActorRef<Boolean> replyTo) -> new CallDirectory.Bind(callId, connectionId, replyTo),
                TIMEOUT,
                scheduler);
    }

    /** The way in for one media socket of a call that was opened. */
    public CompletionStage<MediaPort> attachMedia(ActorRef<CallActor.Command> call) {
        return AskPattern.ask(call, CallActor.AttachMedia::new, TIMEOUT, scheduler);
    }

    /** A call's books, while it lives and after its end; empty for a call that is not known. */
    public CompletionStage<Optional<LedgerSnapshot>> ledger(String callId) {
        return whereItIs(callId, call -> AskPattern.ask(call, CallActor.GetLedger::new, TIMEOUT, scheduler))
                .thenCompose(living -> living.isPresent()
                        ? CompletableFuture.completedFuture(living)
                        : stored(callId).thenCompose(this::storedLedger));
    }

    /** What the store has of a call that does not live here: one whose owner was killed has ended unseen. */
    private CompletionStage<Optional<CallSummary>> stored(String callId) {
        return store.summary(callId).thenApply(summary -> summary.map(CallDirectory::endedAsOf));
    }

    private CompletionStage<Optional<LedgerSnapshot>> storedLedger(Optional<CallSummary> summary) {
        if (summary.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CallSummary call = summary.get();
        return store.events(call.callId(), Math.max(0, call.lastSeq() - 1), 1).thenApply(last -> last.stream()
                .map(LoggedEvent::event)
                .filter(CallEvent.CallEnded.class::isInstance)
                .map(event -> ((CallEvent.CallEnded) event).ledger())
                .findFirst());
    }

    /** The first {@code limit} events of a call's log after {@code afterSeq}; empty for a call that is not known. */
    public CompletionStage<Optional<CallSnapshot>> events(String callId, long afterSeq, int limit) {
        return fromLog(callId, replyTo -> new TranscriptActor.GetEvents(afterSeq, limit, replyTo), afterSeq, limit);
    }

    /**
     * As {@link #events}, and from there on a living call's events go to {@code subscriber}. An ended call has no more of
     * them.
     */
    public CompletionStage<Optional<CallSnapshot>> subscribe(String callId, long afterSeq, SubscriberPort subscriber) {
        return fromLog(
                callId, replyTo -> new TranscriptActor.Subscribe(afterSeq, subscriber, replyTo), afterSeq, MAX_EVENTS);
    }

    private CompletionStage<Optional<CallSnapshot>> fromLog(
            String callId,
            Function<ActorRef<CallSnapshot>, TranscriptActor.Command> command,
            long afterSeq,
            int limit) {
        return whereItIs(callId, call -> askLog(call, command))
                .thenCompose(living -> living.isPresent()
                        ? CompletableFuture.completedFuture(living)
                        : storedSnapshot(callId, afterSeq, limit));
    }

    private CompletionStage<Optional<CallSnapshot>> storedSnapshot(String callId, long afterSeq, int limit) {
        return stored(callId)
                .thenCompose(summary -> summary.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : store.events(callId, afterSeq, limit)
                                .thenApply(events -> Optional.of(new CallSnapshot(
                                        callId,
                                        summary.get().lastSeq(),
                                        summary.get().state(),
                                        events,
                                        List.of()))));
    }

    public void unsubscribe(String callId, SubscriberPort subscriber) {
        var unused = whereItIs(callId, call -> {
            call.tell(new CallActor.ToLog(new TranscriptActor.Unsubscribe(subscriber)));
            return CompletableFuture.completedFuture(true);
        });
    }

    /** Tells a call what became of one of its hints; empty for a call that is not known. */
    public CompletionStage<Optional<RemarkAnswer>> reportOutcome(
            String callId, String hint, CallEvent.Outcome outcome) {
        return remark(callId, replyTo -> new CallActor.ReportOutcome(hint, outcome, replyTo));
    }

    /** Marks this moment of a call; empty for a call that is not known. */
    public CompletionStage<Optional<RemarkAnswer>> flag(String callId, String note) {
        return remark(callId, replyTo -> new CallActor.Flag(note, replyTo));
    }

    /** Says who is heard on a track of a call; empty for a call that is not known. */
    public CompletionStage<Optional<RemarkAnswer>> nameSpeaker(String callId, String track, String speaker) {
        return remark(callId, replyTo -> new CallActor.NameSpeaker(track, speaker, replyTo));
    }

    private CompletionStage<Optional<RemarkAnswer>> remark(
            String callId, Function<ActorRef<RemarkAnswer>, CallActor.Command> command) {
        return whereItIs(
                        callId,
                        call -> AskPattern.ask(
                                call, (ActorRef<RemarkAnswer> replyTo) -> command.apply(replyTo), TIMEOUT, scheduler))
                .thenCompose(living -> living.isPresent()
                        ? CompletableFuture.completedFuture(living)
                        : stored(callId).thenApply(summary -> summary.map(ended -> RemarkAnswer.CALL_ENDED)));
    }

    public CompletionStage<Optional<CallSummary>> summary(String callId) {
        return whereItIs(callId, call -> askLog(call, TranscriptActor.GetSummary::new))
                .thenCompose(living -> living.isPresent() ? CompletableFuture.completedFuture(living) : stored(callId));
    }

    /** The newest living calls and those that the store remembers. */
    public CompletionStage<List<CallSummary>> summaries() {
        return page(CallPage.Request.newest(maxListed)).thenApply(CallPage::calls);
    }

    /**
     * A part of the list of all calls, of those that live here and those that the store remembers. A store that is away
     * hides only its own.
     */
    public CompletionStage<CallPage> page(CallPage.Request request) {
        CompletionStage<CallPage> here =
                AskPattern.ask(directory, replyTo -> new CallDirectory.GetPage(request, replyTo), TIMEOUT, scheduler);
        return here.thenCombine(storedPage(request), (living, stored) -> living.with(stored, request.limit()));
    }

    /** What does not live here has ended. */
    private CompletionStage<CallPage> storedPage(CallPage.Request request) {
        return store.page(request)
                .thenApply(page -> new CallPage(
                        page.calls().stream().map(CallDirectory::endedAsOf).toList(), page.next(), page.missing()))
                .exceptionally(failure -> CallPage.missing(StoreException.failureOf(failure)));
    }

    /**
     * Tells {@code watcher} the list that {@link #summaries} gives, now and whenever a call of this node changes. What the
     * store remembers is read once.
     *
     * @return ends it
     */
    public Runnable watch(CallListWatcher watcher) {
        CompletionStage<CallListWatcher> watching = storedPage(CallPage.Request.newest(maxListed))
                .thenApply(stored -> {
                    CallListWatcher merging =
                            here -> watcher.onCalls(new CallList(merged(here, stored), here.forgotten()));
                    directory.tell(new CallDirectory.Watch(merging));
                    return merging;
                });
        return () -> watching.thenAccept(merging -> directory.tell(new CallDirectory.Unwatch(merging)));
    }

    private List<CallSummary> merged(CallList here, CallPage stored) {
        List<CallSummary> known = stored.calls().stream()
                .filter(call -> !here.forgotten().contains(call.callId()))
                .toList();
        return new CallPage(here.calls(), null)
                .with(new CallPage(known, null), maxListed)
                .calls();
    }

    private <T> CompletionStage<T> askLog(
            ActorRef<CallActor.Command> call, Function<ActorRef<T>, TranscriptActor.Command> command) {
        return AskPattern.ask(
                call, (ActorRef<T> replyTo) -> new CallActor.ToLog(command.apply(replyTo)), TIMEOUT, scheduler);
    }

    private <T> CompletionStage<Optional<T>> whereItIs(
            String callId, Function<ActorRef<CallActor.Command>, CompletionStage<T>> then) {
        return find(callId)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<T>empty())
                        : then.apply(found.get())
                                .thenApply(Optional::of)
                                .exceptionallyCompose(failure -> unlessGone(callId, found.get(), failure)));
    }

    /** A call that stopped between the look-up and the question is where ended calls are. */
    private <T> CompletionStage<Optional<T>> unlessGone(
            String callId, ActorRef<CallActor.Command> asked, Throwable failure) {
        return find(callId)
                .thenCompose(found -> found.filter(asked::equals).isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletionStage<Optional<ActorRef<CallActor.Command>>> find(String callId) {
        return AskPattern.ask(directory, replyTo -> new CallDirectory.Find(callId, replyTo), TIMEOUT, scheduler);
    }
}
