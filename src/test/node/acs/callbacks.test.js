import { parseCallAutomationEvent } from "@azure/communication-call-automation";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

/** An array of request bodies, each as it was sent. */
const bodies = JSON.parse(readFileSync(process.env.BODIES, "utf8"));
const events = bodies.map((body) => parseCallAutomationEvent(body));

const only = (kind) => events.filter((event) => event.kind === kind);

test("every callback of a simulated call is one to the official client", () => {
  for (const kind of ["CallConnected", "MediaStreamingStarted", "MediaStreamingFailed", "MediaStreamingStopped", "CallDisconnected"]) {
    assert.ok(only(kind).length > 0, kind);
  }
  for (const event of events) {
    assert.ok(event.callConnectionId);
    assert.ok(event.serverCallId);
    assert.ok(event.correlationId);
  }
});

test("it reads who is in the call", () => {
  const [first, second] = only("ParticipantsUpdated");
  assert.deepEqual([first.sequenceNumber, second.sequenceNumber], [1, 2]);
  assert.deepEqual(
    second.participants.map((each) => each.identifier.phoneNumber ?? each.identifier.communicationUserId),
    ["8:acs:sim_agent", "+4930123456"],
  );
});

test("it reads why media is not sent", () => {
  const [failed] = only("MediaStreamingFailed");
  assert.equal(failed.resultInformation.code, 400);
  assert.equal(failed.resultInformation.subCode, 8581);
  assert.equal(failed.mediaStreamingUpdate.mediaStreamingStatus, "mediaStreamingFailed");
});
