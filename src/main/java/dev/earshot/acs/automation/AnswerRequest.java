package dev.earshot.acs.automation;

import java.net.URI;

/**
 * How a call is to be answered.
 *
 * @param incomingCallContext what the event of the ringing call carried; a secret
 * @param callbacks where the call's events are to go; may carry a secret
 * @param media where its media is to go, ws or wss; may carry a secret
 * @param operationContext comes back in the callbacks that follow
 */
public record AnswerRequest(
        String incomingCallContext, URI callbacks, URI media, String operationContext, MediaStreaming streaming) {

    /** Without its secrets. */
    @Override
    public String toString() {
        return "AnswerRequest[" + operationContext + ", " + streaming + "]";
    }
}
