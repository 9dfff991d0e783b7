// Reads along with one live call in a real browser, through a wire that is cut once, and prints what was seen as one
// JSON object. EARSHOT_PORT and CALL_ID name the call, which must be known; the file OPENED is written once the page
// shows it, so that nobody needs to speak before.
import { writeFile } from "node:fs/promises";
import { launch } from "./chromium.js";
import { sample } from "./sampling.js";
import { Wire } from "./wire.js";

const port = Number(process.env.EARSHOT_PORT);
const callId = process.env.CALL_ID;
const wire = await Wire.to(port);
const home = `http://127.0.0.1:${wire.port}`;
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(60_000);
const report = { elsewhere: [], problems: [], duringOutage: [] };
const subscribed = [];
let outage = false;

listen();
await page.addInitScript(sample);
await page.goto(`${home}/`);
report.listed = await openFromList();
await connected();
await writeFile(process.env.OPENED, "");
await page.locator('[data-testid="utterance"][data-final="true"]').first().waitFor();
await cutUntilSomethingWasSaid();
await page.getByTestId("call-ended").waitFor({ timeout: 90_000 });
report.ended = await page.getByTestId("call-ended").textContent();
report.transcript = await readTranscript();
report.cursor = Number.parseInt(await page.locator(".log-facts").textContent(), 10);
report.seen = await page.evaluate(() => window.earshotSeen());
report.subscriptions = [...subscribed];
await page.reload();
await page.getByTestId("call-ended").waitFor();
report.readAgain = await readTranscript();
report.hintsAgain = await page.getByTestId("hint").evaluateAll((cards) => cards.map((card) => card.dataset.state));
console.log(JSON.stringify(report));
await browser.close();
wire.close();

function listen() {
  const problem = (text) => !outage && report.problems.push(text);
  page.on("pageerror", (error) => problem(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problem(message.text()));
  page.on("request", (request) => note(request.url()));
  page.on("websocket", (socket) => {
    note(socket.url().replace(/^ws/, "http"));
    socket.on("framesent", ({ payload }) => subscribed.push(...subscriptions(String(payload))));
  });
}

function note(url) {
  if (new URL(url).origin !== home) report.elsewhere.push(url);
}

/** The cursors that a message subscribes from. */
function subscriptions(payload) {
  return payload
    .split("\u001e")
    .filter((record) => record.startsWith("{"))
    .map((record) => JSON.parse(record))
    .filter((record) => record.target === "Subscribe")
    .map((record) => record.arguments[1]);
}

async function openFromList() {
  const link = page.locator(`[data-testid="call-link"][data-call-id="${callId}"]`);
  await link.waitFor();
  const badge = await link.locator(".badge").textContent();
  await link.click();
  return badge;
}

/** The page stays cut off until the log has a sentence that the page has not. */
async function cutUntilSomethingWasSaid() {
  outage = true;
  wire.cut();
  // By then it has shown all that came before the cut.
  await page.locator('[data-testid="connection"]:not([data-state="connected"])').waitFor();
  const shown = new Set((await readTranscript()).map((row) => row.utterance));
  while (report.duringOutage.length === 0) {
    await page.waitForTimeout(100);
    report.duringOutage = (await finals()).filter((utterance) => !shown.has(utterance));
  }
  const still = new Set((await readTranscript()).map((row) => row.utterance));
  report.duringOutage = report.duringOutage.filter((utterance) => !still.has(utterance));
  wire.mend();
  await connected();
  outage = false;
}

function connected() {
  return page.locator('[data-testid="connection"][data-state="connected"]').waitFor();
}

/** Past the wire: what is in the log now. */
async function finals() {
  const answer = await fetch(`http://127.0.0.1:${port}/api/calls/${callId}/events`);
  const { events } = await answer.json();
  return events.filter(({ type }) => type === "utteranceFinal").map(({ utterance }) => utterance);
}

function readTranscript() {
  return page.locator('[data-testid="utterance"][data-final="true"]').evaluateAll((rows) =>
    rows.map((row) => ({
      utterance: row.dataset.utterance,
      speaker: row.dataset.speaker,
      text: row.querySelector(".live-text")?.textContent ?? "",
    })),
  );
}
