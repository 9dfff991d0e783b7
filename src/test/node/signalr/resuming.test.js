import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "./client.js";

/** A client to which a cut wire is none: any reconnect that the application sees fails the test. */
async function connectResuming(t) {
  const connection = build((builder) => builder.withStatefulReconnect().withAutomaticReconnect());
  t.after(() => connection.stop());
  await started(connection, 5);
  const seen = [];
  connection.onreconnecting((error) => seen.push(error));
  connection.onclose((error) => error && seen.push(error));
  return { connection, seen };
}

/** The negotiation may be tried on a wire that the test before has cut, which fetch() has not noticed yet. */
function started(connection, attempts) {
  return connection.start().catch((error) => {
    if (attempts === 0 || !/fetch failed/.test(error.message)) {
      throw error;
    }
    return started(connection, attempts - 1);
  });
}

const words = (n) => "w ".repeat(n).trim();

test("a client that sends more than it may keep is told in time what has arrived", async (t) => {
  const { connection } = await connectResuming(t);
  for (let n = 0; n < 40; n++) {
    await connection.send("Say", "x".repeat(10_000));
  }
  assert.ok(await connection.invoke("Say", "hello"));
});

test("nothing is lost or doubled over a wire that is cut again and again", async (t) => {
  const { connection, seen } = await connectResuming(t);
  const id = connection.connectionId;
  const heard = [];
  connection.on("said", (event) => heard.push(event.words));
  for (let n = 1; n <= 20; n++) {
    const said = connection.invoke("Say", words(n));
    if (n % 4 === 0) {
      await connection.invoke("CutTheWire");
    }
    assert.ok(await said);
  }
  assert.deepEqual(heard, Array.from({ length: 20 }, (_, i) => i + 1));
  assert.equal(connection.connectionId, id);
  assert.deepEqual(seen, []);
});

test("an answer that the wire could not carry arrives on the next one", async (t) => {
  const { connection, seen } = await connectResuming(t);
  await connection.invoke("CutTheWire");
  assert.deepEqual(seen, []);
});

test("a stream goes on over the next wire where it was", async (t) => {
  const { connection, seen } = await connectResuming(t);
  const items = [];
  await new Promise((resolve, reject) => {
    connection.stream("Count", 3000).subscribe({
      next: (item) => {
        items.push(item);
        if (item === 500) {
          connection.send("CutTheWire");
        }
      },
      error: reject,
      complete: resolve,
    });
  });
  assert.deepEqual(items, Array.from({ length: 3000 }, (_, i) => i + 1));
  assert.deepEqual(seen, []);
});
