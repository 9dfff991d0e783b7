import { StreamingData } from "@azure/communication-call-automation";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

/** "examples": a message of each form; "keys": all messages of a call in which keys are pressed. */
const { examples, keys } = JSON.parse(readFileSync(process.env.MESSAGES, "utf8"));

const read = (message) => {
  const data = StreamingData.parse(message);
  return { kind: StreamingData.getStreamingKind(), ...data };
};

test("each form is one to the official client", () => {
  const all = examples.map(read);
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ["AudioMetadata", "AudioMetadata", "AudioData", "AudioData", "AudioData", "AudioData", "DtmfData"],
  );
  const [narrow, wide, sound, silent, empty, mixed, key] = all;
  assert.deepEqual([narrow.sampleRate, wide.sampleRate], [16000, 24000]);
  assert.equal(sound.isSilent, false);
  assert.equal(sound.participant.communicationUserId, "8:acs:example_agent");
  assert.equal(Buffer.from(sound.data, "base64").length, 640);
  assert.deepEqual([silent.isSilent, silent.participant.phoneNumber], [true, "+15550100"]);
  assert.deepEqual([empty.isSilent, empty.data], [true, ""]);
  assert.equal(mixed.participant, undefined);
  assert.equal(key.data, "3");
});

test("every key that is pressed is told", () => {
  const pressed = keys.map(read).filter(({ kind }) => kind === "DtmfData");
  assert.deepEqual(
    pressed.map(({ data }) => data),
    ["3", "0", "*", "#", "A"],
  );
});
