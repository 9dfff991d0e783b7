// Has the official client ask for what Earshot asks for, and prints the requests as it would have sent them, as JSON.
import { CallAutomationClient } from "@azure/communication-call-automation";
import { createHttpHeaders } from "@azure/core-rest-pipeline";

const requests = [];

/** Sends nothing: remembers each request, and answers as the service does. */
const httpClient = {
  async sendRequest(request) {
    requests.push({
      method: request.method,
      url: request.url,
      headers: request.headers.toJSON(),
      body: request.body ?? "",
    });
    const answered = request.url.includes(":answer");
    return {
      request,
      status: answered ? 200 : request.url.includes("Streaming") ? 202 : 204,
      headers: createHttpHeaders({ "content-type": "application/json" }),
      bodyAsText: answered ? '{"callConnectionId":"conn-1"}' : "",
    };
  },
};

const client = new CallAutomationClient(process.env.CONNECTION_STRING, { httpClient });
const { callConnection } = await client.answerCall(process.env.INCOMING_CALL_CONTEXT, process.env.CALLBACK_URL, {
  operationContext: process.env.OPERATION_CONTEXT,
  mediaStreamingOptions: {
    transportUrl: process.env.TRANSPORT_URL,
    transportType: "websocket",
    contentType: "audio",
    audioChannelType: process.env.AUDIO_CHANNEL,
    startMediaStreaming: true,
    enableBidirectional: false,
    audioFormat: process.env.AUDIO_FORMAT,
    enableDtmfTones: process.env.DTMF === "true",
  },
});
const media = callConnection.getCallMedia();
await media.startMediaStreaming({ operationContext: process.env.OPERATION_CONTEXT });
await media.stopMediaStreaming();
await callConnection.hangUp(true);
console.log(JSON.stringify(requests));
