package dev.earshot.acs.automation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acs.BoundedJson;

/** The JSON of requests, member by member what the official JavaScript client 1.6.0 sends. */
final class RequestBodies {

    private RequestBodies() {}

    static String answer(AnswerRequest request) {
        MediaStreaming streaming = request.streaming();
        ObjectNode body = BoundedJson.object()
                .put("incomingCallContext", request.incomingCallContext())
                .put("callbackUri", request.callbacks().toString())
                .put("operationContext", request.operationContext());
        body.putObject("mediaStreamingOptions")
                .put("transportUrl", request.media().toString())
                .put("transportType", "websocket")
                .put("contentType", "audio")
                .put("audioChannelType", streaming.channel().wireName())
                .put("startMediaStreaming", true)
                .put("enableBidirectional", false)
                .put("audioFormat", streaming.rate().wireName())
                .put("enableDtmfTones", streaming.dtmf());
        return body.toString();
    }

    static String startMediaStreaming(String operationContext) {
        return BoundedJson.object().put("operationContext", operationContext).toString();
    }
}
