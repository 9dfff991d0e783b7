import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, next } from "./client.js";

const reconnecting = (builder) => builder.withAutomaticReconnect([0, 50, 100, 200, 400, 800]);

async function comesBackAfter(t, leave) {
  const connection = await connect(t, reconnecting);
  const before = connection.connectionId;
  const back = next((callback) => connection.onreconnected(callback));
  const gone = next((callback) => connection.onclose(callback)).then(() => assert.fail("closed for good"));
  gone.catch(() => {}); // at the end, when the test stops it
  await leave(connection);
  const id = await Promise.race([back, gone]);
  assert.notEqual(id, before);
  assert.equal(await connection.invoke("Say", "back again"), 1);
}

test("a client comes back when it is told to", async (t) => {
  await comesBackAfter(t, (connection) => connection.send("Leave", true));
});

test("a client comes back after the wire was cut", async (t) => {
  await comesBackAfter(t, (connection) => connection.send("CutTheWire"));
});

test("a client that was not told to come back stays away", async (t) => {
  const connection = await connect(t, reconnecting);
  connection.onreconnecting(() => assert.fail("it is reconnecting"));
  const closed = next((callback) => connection.onclose(callback));
  await connection.send("Leave", false);
  assert.equal(await closed, undefined);
});

// Last, because nobody is let in afterwards.
test("a server that goes away lets nobody back in", async (t) => {
  const connection = await connect(t, (builder) => builder.withAutomaticReconnect([0]));
  const trying = next((callback) => connection.onreconnecting(callback));
  const closed = next((callback) => connection.onclose(callback));
  await connection.send("Drain");
  await trying;
  await closed;
  await assert.rejects(connection.start(), /503/);
});
