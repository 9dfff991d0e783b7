package dev.earshot.acs.automation;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * What can be asked of the service. Every answer comes within a bounded time, or fails with {@link AutomationException};
 * what may pass has been tried again by then. Safe from any thread.
 */
public interface CallAutomation {

    /** Takes a ringing call; gives the id of its connection. */
    CompletionStage<String> answer(AnswerRequest request);

    /** Ends the call for everyone in it. A call that is over already is no failure. */
    CompletionStage<Done> hangUp(String connectionId);

    /**
     * Asks for media anew; that it flows is said by a callback.
     *
     * @param operationContext comes back in the callbacks that follow
     */
    CompletionStage<Done> startMediaStreaming(String connectionId, String operationContext);

    /** The call goes on without its media being sent. A call that is over already is no failure. */
    CompletionStage<Done> stopMediaStreaming(String connectionId);
}
