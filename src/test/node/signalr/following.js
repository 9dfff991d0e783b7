// Follows a call as a console does, over a wire that breaks, until somebody flags a moment with this note; prints every event
// that was received, in the order of receipt, and how often the client had to reconnect.
import { build, next } from "./client.js";

const { CALL_ID, LAST_NOTE, STATEFUL } = process.env;

const connection = build((builder) => {
  const patient = builder.withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 20 });
  return STATEFUL === "true" ? patient.withStatefulReconnect() : patient;
});

const received = [];
let reconnects = 0;
let early = null;

function take(event) {
  if (event.seq === undefined) {
    return;
  }
  received.push(event);
  if (event.note === LAST_NOTE) {
    done();
  }
}

let done;
const finished = new Promise((resolve) => (done = resolve));

/** What comes before the answer has been looked at belongs after it. */
async function subscribe() {
  const mine = (early = []);
  const cursor = received.at(-1)?.seq ?? 0;
  try {
    const snapshot = await connection.invoke("Subscribe", CALL_ID, cursor);
    if (early === mine) {
      early = null;
      snapshot.events.forEach(take);
      mine.forEach(take);
    }
  } catch {
    // The wire broke first: there will be another.
  }
}

connection.on("event", (event) => (early ? early.push(event) : take(event)));
connection.on("resume", subscribe);
connection.onreconnected(() => {
  reconnects++;
  return subscribe();
});
const lost = next((callback) => connection.onclose(callback)).then((error) => Promise.reject(error));
await connection.start();
await subscribe();
await Promise.race([finished, lost]);
lost.catch(() => {});
await connection.stop();
console.log(JSON.stringify({ received, reconnects }));
