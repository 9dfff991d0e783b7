// Prints every kind of message as the official packages write it, a line each: {"json":…,"messagePack":hex}, framing included.
import { JsonHubProtocol, MessageType } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

const json = new JsonHubProtocol();
const messagePack = new MessagePackHubProtocol();

const numbers = [0, 1, 127, 128, 255, 256, 65535, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -1, -32, -33, -128, -129];
const more = [-32768, -32769, -(2 ** 31), -(2 ** 31) - 1, 0.5, -1.25e-7, 1e300];
const event = {
  seq: 7,
  type: "utteranceFinal",
  text: "naïve ☕ 日本 😀",
  understood: true,
  cause: null,
  spans: [[0, 1200], []],
  ledger: { balanced: false, tracks: {} },
};

const messages = [
  { type: MessageType.Invocation, target: "Subscribe", arguments: ["call-1", 12], invocationId: "0" },
  { type: MessageType.Invocation, target: "event", arguments: [event] },
  { type: MessageType.Invocation, target: "Numbers", arguments: [...numbers, ...more], invocationId: "1" },
  { type: MessageType.Invocation, target: "Upload", arguments: [], invocationId: "2", streamIds: ["3", "4"] },
  ...[0, 31, 32, 255, 256].map((length) => ({
    type: MessageType.Invocation,
    target: "Say",
    arguments: ["s".repeat(length)],
  })),
  { type: MessageType.Invocation, target: "Many", arguments: [Array.from({ length: 20 }, (_, i) => i)] },
  {
    type: MessageType.Invocation,
    target: "Wide",
    arguments: [Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, i]))],
  },
  { type: MessageType.StreamInvocation, target: "Replay", arguments: ["call-1", 0, 1.5], invocationId: "5" },
  { type: MessageType.StreamItem, invocationId: "5", item: event },
  { type: MessageType.StreamItem, invocationId: "5", item: null },
  { type: MessageType.Completion, invocationId: "5", result: [1, "two"] },
  { type: MessageType.Completion, invocationId: "5", result: null },
  { type: MessageType.Completion, invocationId: "5" },
  { type: MessageType.Completion, invocationId: "5", error: "Unknown call 'x'" },
  { type: MessageType.CancelInvocation, invocationId: "5" },
  { type: MessageType.Ping },
  { type: MessageType.Close },
  { type: MessageType.Ack, sequenceId: 1 },
  { type: MessageType.Ack, sequenceId: 300 },
  { type: MessageType.Sequence, sequenceId: 70_000 },
];

for (const message of messages) {
  const hex = Buffer.from(messagePack.writeMessage(message)).toString("hex");
  console.log(JSON.stringify({ json: json.writeMessage(message), messagePack: hex }));
}
