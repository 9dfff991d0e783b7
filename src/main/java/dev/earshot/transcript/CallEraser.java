package dev.earshot.transcript;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Whatever keeps something of calls, in which a call can be erased. */
@FunctionalInterface
public interface CallEraser {

    /** Calls of which something is kept on this machine that nobody else can erase, and that does not go by itself once they are erased. */
    default CompletionStage<Set<String>> kept() {
        return CompletableFuture.completedStage(Set.of());
    }

    /**
     * Takes away everything that is kept here of a call. Harmless where there is nothing, and done again. Fails where it
     * cannot be said that nothing is left.
     */
    CompletionStage<Done> erase(String callId);
}
