import { StreamingData } from "@azure/communication-call-automation";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

/** An object of calls: for each an array of messages, as they were sent. */
const calls = JSON.parse(readFileSync(process.env.MESSAGES, "utf8"));

for (const [name, messages] of Object.entries(calls)) {
  test(`every media message of a call is one to the official client: ${name}`, () => {
    const [metadata, ...audio] = messages.map((message) => {
      const data = StreamingData.parse(message);
      return { kind: StreamingData.getStreamingKind(), ...data };
    });

    assert.equal(metadata.kind, "AudioMetadata");
    assert.equal(metadata.encoding, "PCM");
    assert.equal(metadata.channels, 1);
    assert.equal(metadata.sampleRate, name.includes("24") ? 24000 : 16000);
    assert.ok(metadata.subscriptionId);

    assert.ok(audio.length > 10);
    const bytes = (metadata.sampleRate / 50) * 2;
    for (const frame of audio) {
      assert.equal(frame.kind, "AudioData");
      assert.equal(typeof frame.isSilent, "boolean");
      assert.match(frame.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok([bytes, 0].includes(Buffer.from(frame.data, "base64").length));
      if (name.includes("unmixed")) {
        assert.ok(["+4930123456", "8:acs:sim_agent"].includes(frame.participant.phoneNumber ?? frame.participant.communicationUserId));
      } else {
        assert.equal(frame.participant, undefined);
      }
    }
  });
}
