import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "./client.js";

function items(stream) {
  return new Promise((resolve, reject) => {
    const seen = [];
    stream.subscribe({ next: (item) => seen.push(item), error: reject, complete: () => resolve(seen) });
  });
}

test("a stream gives its items in order and completes", async (t) => {
  const connection = await connect(t);
  const expected = Array.from({ length: 1000 }, (_, i) => i + 1);
  assert.deepEqual(await items(connection.stream("Count", 1000)), expected);
});

test("a stream that is cancelled leaves the connection as it was", async (t) => {
  const connection = await connect(t);
  await new Promise((resolve) => {
    const subscription = connection.stream("Count", 2_000_000).subscribe({
      next: (item) => {
        if (item === 10) {
          subscription.dispose();
          resolve();
        }
      },
      error: () => {},
      complete: () => {},
    });
  });
  assert.equal(await connection.invoke("Say", "hello"), 1);
});

test("a method that is not a stream says so", async (t) => {
  const connection = await connect(t);
  await assert.rejects(items(connection.stream("Say", "hello")), /non-streaming 'Say' method with a streaming/);
});
