import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpTransportType, Subject } from "@microsoft/signalr";
import { build, connect } from "./client.js";

test("what goes wrong is told, and the connection goes on", async (t) => {
  const connection = await connect(t);
  await assert.rejects(connection.invoke("Nope"), /Unknown hub method 'Nope'/);
  await assert.rejects(connection.invoke("Say"), /Failed to invoke 'Say' due to an error on the server\./);
  await assert.rejects(connection.invoke("Say", 1), /Failed to invoke 'Say' due to an error on the server\./);
  await assert.rejects(connection.invoke("Say", " "), /Say something/);
  await assert.rejects(connection.invoke("Count", 1), /streaming 'Count' method with a non-streaming invocation/);
  assert.equal(await connection.invoke("Say", "hello"), 1);
});

test("a stream from the client is refused, and its items do no harm", async (t) => {
  const connection = await connect(t);
  const items = new Subject();
  const refused = assert.rejects(connection.invoke("Say", items), /Method 'Say' takes no stream from the client/);
  items.next(1);
  await refused;
  items.next(2);
  items.complete();
  assert.equal(await connection.invoke("Say", "hello"), 1);
});

test("the text of an exception stays on the server", async (t) => {
  const connection = await connect(t);
  await assert.rejects(connection.invoke("Fail"), (error) => {
    assert.match(error.message, /An unexpected error occurred invoking 'Fail' on the server\./);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

test("a message above the limit ends the connection", async (t) => {
  const connection = await connect(t);
  const closed = new Promise((resolve) => connection.onclose(resolve));
  await assert.rejects(connection.invoke("Say", "x".repeat(40_000)));
  assert.match((await closed).message, /Connection closed with an error\./);
});

test("a client may skip the negotiation", async (t) => {
  const connection = await connect(t, (builder) =>
    builder.withUrl(process.env.HUB_URL, { skipNegotiation: true, transport: HttpTransportType.WebSockets }),
  );
  assert.equal(connection.connectionId, null);
  assert.equal(await connection.invoke("Say", "hello"), 1);
});

test("a client that wants another transport is told that there is none", async () => {
  const connection = build((builder) => builder.withUrl(process.env.HUB_URL, HttpTransportType.LongPolling));
  await assert.rejects(connection.start(), /transports/);
});
