package dev.earshot.call;

import dev.earshot.transcript.CallStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases here what was erased elsewhere. Whoever is asked to erase a call reaches the store and its own machine; the store remembers
 * that it was erased, and this asks for it, now and then, for each call of which something is kept here: also one that lived here
 * while it was erased.
 */
public final class ErasureSweep {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureSweep.class);

    /** Calls that the store is asked for at once: others want something of it too. */
    private static final int AT_ONCE = 200;

    private final CallErasure erasure;
    private final CallStore store;

    /** One by this store, which knows what was erased. */
    public ErasureSweep(CallErasure erasure, CallStore store) {
        this.erasure = erasure;
        this.store = store;
    }

    /** Begins to ask, for as long as the system runs. */
    public void start(ActorSystem<?> system, Duration every) {
        var unused = system.scheduler()
                .scheduleWithFixedDelay(
                        every, every, () -> sweep().exceptionally(this::failed), system.executionContext());
    }

    /** What cannot be asked now is asked again the next time; that the store is away is said elsewhere. */
    private Done failed(Throwable failure) {
        LOG.atDebug()
                .setMessage("what was erased elsewhere is not known now")
                .addKeyValue("error", failure.toString())
                .log();
        return Done.getInstance();
    }

    /** Asks once, and erases. */
    CompletionStage<Done> sweep() {
        return erasure.kept().thenCompose(kept -> sweep(List.copyOf(kept), 0));
    }

    private CompletionStage<Done> sweep(List<String> kept, int from) {
        int to = Math.min(kept.size(), from + AT_ONCE);
        return from == to
                ? CompletableFuture.completedStage(Done.getInstance())
                : store.erased(Set.copyOf(kept.subList(from, to)))
                        .thenCompose(this::erase)
                        .thenCompose(erased -> sweep(kept, to));
    }

    private CompletionStage<Done> erase(Set<String> callIds) {
        CompletionStage<Done> done = CompletableFuture.completedStage(Done.getInstance());
        for (String callId : callIds) {
            done = done.thenCompose(before -> erase(callId));
        }
        return done;
    }

    /** One that cannot be erased keeps no other from it: it is tried again the next time. */
    private CompletionStage<Done> erase(String callId) {
        return erasure.erase(callId).handle((erased, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .setMessage("a call that was erased elsewhere cannot be erased here")
                        .addKeyValue("call", callId)
                        .addKeyValue("error", failure.toString())
                        .log();
            }
            return Done.getInstance();
        });
    }
}
