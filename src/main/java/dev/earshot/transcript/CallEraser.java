package dev.earshot.transcript;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Whatever keeps something of calls, in which a call can be erased. */
@FunctionalInterface
public interface CallEraser {

    /**
     * Takes away everything that is kept here of a call. Harmless where there is nothing, and done again. Fails where it
     * cannot be said that nothing is left.
     */
    CompletionStage<Done> erase(String callId);
}
