import { CallAutomationClient } from "@azure/communication-call-automation";
import assert from "node:assert/strict";
import test from "node:test";

const { CONNECTION_STRING, INCOMING_CALL_CONTEXT, CALLBACK_URL, TRANSPORT_URL } = process.env;

test("the simulated service is one to the official client", async () => {
  const client = new CallAutomationClient(CONNECTION_STRING, { allowInsecureConnection: true });

  const { callConnection, callConnectionProperties } = await client.answerCall(INCOMING_CALL_CONTEXT, CALLBACK_URL, {
    operationContext: "c1",
    mediaStreamingOptions: {
      transportUrl: TRANSPORT_URL,
      transportType: "websocket",
      contentType: "audio",
      audioChannelType: "unmixed",
      startMediaStreaming: true,
      audioFormat: "pcm16KMono",
    },
  });
  assert.ok(callConnectionProperties.callConnectionId);
  assert.equal(callConnectionProperties.callbackUrl ?? callConnectionProperties.callbackUri, CALLBACK_URL);
  assert.equal(callConnectionProperties.source.phoneNumber, "+4930123456");
  assert.equal(callConnectionProperties.targetParticipants[0].communicationUserId, "8:acs:sim_agent");

  const known = await callConnection.getCallConnectionProperties();
  assert.equal(known.callConnectionId, callConnectionProperties.callConnectionId);
  assert.equal(known.callConnectionState, "connected");
  assert.equal(known.mediaStreamingSubscription.state, "active");

  const media = callConnection.getCallMedia();
  await media.stopMediaStreaming();
  await media.startMediaStreaming({ operationContext: "again" });
  await callConnection.hangUp(true);
  await assert.rejects(callConnection.getCallConnectionProperties(), { statusCode: 404, code: "8522" });
});

test("it refuses a client with another key", async () => {
  const wrong = CONNECTION_STRING.replace(/accesskey=.*/, "accesskey=d3Jvbmc=");
  const client = new CallAutomationClient(wrong, { allowInsecureConnection: true });
  await assert.rejects(client.answerCall(INCOMING_CALL_CONTEXT, CALLBACK_URL), { statusCode: 401 });
});
