// Follows a call as a console does, over a wire that breaks, until somebody flags a moment with this note; prints every event
// that was received, in the order of receipt, and how often the client had to connect.
import { setTimeout as delay } from "node:timers/promises";
import { HubConnectionState } from "@microsoft/signalr";
import { build } from "./client.js";

const { CALL_ID, LAST_NOTE, STATEFUL } = process.env;

const received = [];
let connects = 0;
let current;
let done;
const finished = new Promise((resolve) => (done = resolve));

function take(event) {
  if (event.seq === undefined) {
    return;
  }
  received.push(event);
  if (event.note === LAST_NOTE) {
    done();
  }
}

/** Follows on a client of its own from where the last one stopped. */
async function follow() {
  const connection = (current = build((builder) => {
    const patient = builder.withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 20 });
    return STATEFUL === "true" ? patient.withStatefulReconnect() : patient;
  }));
  let early = null;

  /** What comes before the answer has been looked at belongs after it. */
  async function subscribe() {
    const mine = (early = []);
    try {
      const snapshot = await connection.invoke("Subscribe", CALL_ID, received.at(-1)?.seq ?? 0);
      if (early === mine && current === connection) {
        early = null;
        snapshot.events.forEach(take);
        mine.forEach(take);
      }
    } catch {
      // Where the wire broke there will be another; where it did not, the server was too busy, and is asked again.
      if (connection.state === HubConnectionState.Connected && early === mine) {
        await delay(100);
        await subscribe();
      }
    }
  }

  async function connected() {
    if (current === connection) {
      connects++;
      await subscribe();
    }
  }

  connection.on("event", (event) => {
    if (current === connection) {
      early ? early.push(event) : take(event);
    }
  });
  connection.on("resume", subscribe);
  connection.onreconnected(connected);
  try {
    await connection.start();
  } catch {
    // Only a client that was connected once comes back by itself.
    if (current === connection) {
      await delay(20);
      await follow();
    }
    return;
  }
  await connected();
}

// A socket that breaks while the client that may resume still connects leaves it where nothing revives it, and this is all that
// is heard of it: it is given up for another.
process.on("unhandledRejection", (error) => {
  if (!/still in the connecting state/.test(error?.message)) {
    throw error;
  }
  const given = current;
  current = undefined;
  given?.stop().catch(() => {});
  follow();
});

await follow();
await finished;
console.log(JSON.stringify({ received, connects }));
process.exit();
