package dev.earshot.call;

import dev.earshot.transcript.CallEraser;
import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallSummary;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases calls that have ended, from wherever something of them is kept. A call that lives is not touched: it would
 * write on, and nobody is to end a call by mistake.
 */
public final class CallErasure {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final CallPage.Request ALL = CallPage.Request.newest(Integer.MAX_VALUE);
    private static final Logger LOG = LoggerFactory.getLogger(CallErasure.class);

    private final ActorRef<CallDirectory.Command> directory;
    private final List<CallEraser> keepers;
    private final Scheduler scheduler;

    /**
     * One for the calls of this directory.
     *
     * @param keepers in this order: first the store, which refuses from then on what others might yet bring to it
     */
    public CallErasure(ActorSystem<?> system, ActorRef<CallDirectory.Command> directory, List<CallEraser> keepers) {
        this.directory = directory;
        this.keepers = List.copyOf(keepers);
        this.scheduler = system.scheduler();
    }

    /**
     * Erases one. Doing it again is harmless, also after a failure, and so it is for a call that nobody knows.
     *
     * @return false where the call lives, and is as it was. Fails where a keeper does: something may be left
     */
    public CompletionStage<Boolean> erase(String callId) {
        CompletionStage<Boolean> forgotten =
                AskPattern.ask(directory, replyTo -> new CallDirectory.Forget(callId, replyTo), TIMEOUT, scheduler);
        return forgotten.thenCompose(
                ended -> ended ? eraseKept(callId).thenApply(done -> true) : CompletableFuture.completedStage(false));
    }

    /** Calls of which something is kept here: in memory, and by keepers that nobody else can ask. */
    CompletionStage<Set<String>> kept() {
        CompletionStage<CallPage> here =
                AskPattern.ask(directory, replyTo -> new CallDirectory.GetPage(ALL, replyTo), TIMEOUT, scheduler);
        CompletionStage<Set<String>> kept = here.thenApply(
                page -> page.calls().stream().map(CallSummary::callId).collect(Collectors.toSet()));
        for (CallEraser keeper : keepers) {
            kept = kept.thenCombine(keeper.kept(), (some, more) -> {
                some.addAll(more);
                return some;
            });
        }
        return kept;
    }

    private CompletionStage<Done> eraseKept(String callId) {
        CompletionStage<Done> erased = CompletableFuture.completedStage(Done.getInstance());
        for (CallEraser keeper : keepers) {
            erased = erased.thenCompose(done -> keeper.erase(callId));
        }
        return erased.thenApply(done -> {
            LOG.atInfo()
                    .setMessage("a call was erased")
                    .addKeyValue("call", callId)
                    .log();
            return done;
        });
    }
}
