import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, next } from "./client.js";

test("an invocation gives its result, and the event reaches everybody", async (t) => {
  const one = await connect(t);
  const other = await connect(t);
  const heard = next((callback) => other.on("SAID", callback));
  assert.equal(await one.invoke("Say", "to be or not"), 2);
  assert.deepEqual(await heard, { words: 4 });
});

test("the name of a method may be in any case", async (t) => {
  const connection = await connect(t);
  assert.equal(await connection.invoke("sAY", "hello"), 1);
});

test("a call that wants no answer is carried out", async (t) => {
  const connection = await connect(t);
  const heard = next((callback) => connection.on("said", callback));
  await connection.send("Say", "one two");
  assert.deepEqual(await heard, { words: 2 });
});

test("invocations are answered in order", async (t) => {
  const connection = await connect(t);
  const order = [];
  connection.on("said", ({ words }) => order.push(words));
  await Promise.all([1, 2, 3, 4, 5].map((n) => connection.invoke("Say", "w ".repeat(n).trim())));
  assert.deepEqual(order, [1, 2, 3, 4, 5]);
});

test("text survives in any script", async (t) => {
  const connection = await connect(t);
  assert.equal(await connection.invoke("Say", "héllo ☃ 😀 \u001e \u2028"), 1);
});

test("the client knows its id, and another one after the next start", async (t) => {
  const connection = await connect(t);
  const before = connection.connectionId;
  assert.match(before, /^[A-Za-z0-9_-]{22}$/);
  await connection.stop();
  await connection.start();
  assert.notEqual(connection.connectionId, before);
});
