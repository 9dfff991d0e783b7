// Reads along with one live call in a real browser, through a wire that is cut once, while another page only watches; reads
// it again and replays it when it is over. Prints what was seen as one JSON object. EARSHOT_PORT and CALL_ID name the call,
// which must be known; the file OPENED is written once the page shows it, so that nobody needs to speak before.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { launch } from "./chromium.js";
import { barriers, calls, readSeqs, readTranscript } from "./looking.js";
import { sample } from "./sampling.js";
import { Wire } from "./wire.js";

const port = Number(process.env.EARSHOT_PORT);
const callId = process.env.CALL_ID;
const wire = await Wire.to(port);
const home = `http://127.0.0.1:${wire.port}`;
const browser = await launch();
const report = { elsewhere: [], problems: [], duringOutage: [], barriers: [] };
/** What is done to the page on purpose is none of its problems. */
let onPurpose = false;

const page = await open({ width: 1280, height: 800 });
const said = calls(page);
await page.addInitScript(sample);
await page.goto(`${home}/`);
report.listed = await openFromList();
const watcher = await open({ width: 320, height: 700 }, { colorScheme: "dark" });
const watched = calls(watcher);
await watcher.goto(`${home}/#/watch/${callId}`);
await connected();
await writeFile(process.env.OPENED, "");
await page.locator('[data-testid="utterance"][data-final="true"]').first().waitFor();
await cutUntilSomethingWasSaid();
await watcher.getByTestId("hint").first().waitFor();
report.barriers.push(...(await barriers(watcher, "a hint, 320 px, dark")));
await page.getByTestId("call-ended").waitFor({ timeout: 90_000 });
report.ended = await page.getByTestId("call-ended").textContent();
report.transcript = await readTranscript(page);
report.seqs = await readSeqs(page);
report.cursor = Number.parseInt(await page.locator(".log-facts").textContent(), 10);
report.seen = await page.evaluate(() => window.earshotSeen());
report.subscriptions = said.filter(([method]) => method === "Subscribe").map(([, , cursor]) => cursor);
report.outcomesOfWatcher = watched.filter(([method]) => method === "Outcome");
report.markup = await onPurposeOnly(() => page.evaluate(writeMarkup));
await readAgain();
await replay();
console.log(JSON.stringify(report));
await browser.close();
wire.close();

async function open(viewport, options = {}) {
  const opened = await browser.newPage({ viewport, ...options });
  opened.setDefaultTimeout(60_000);
  const problem = (text) => !onPurpose && report.problems.push(text);
  opened.on("pageerror", (error) => problem(String(error)));
  opened.on("console", (message) => ["error", "warning"].includes(message.type()) && problem(message.text()));
  opened.on("request", (request) => note(request.url()));
  opened.on("websocket", (socket) => note(socket.url().replace(/^ws/, "http")));
  return opened;
}

function note(url) {
  if (!url.startsWith("blob:") && new URL(url).origin !== home) report.elsewhere.push(url);
}

/** The list is for who only watches; who is coached says so. */
async function openFromList() {
  const link = page.locator(`[data-testid="call-link"][data-call-id="${callId}"]`);
  await link.waitFor();
  report.barriers.push(...(await barriers(page, "the list")));
  const badge = await link.locator(".badge").textContent();
  await link.click();
  await page.getByRole("link", { name: "I am the one coached" }).click();
  return badge;
}

/** The page stays cut off until the log has a sentence that the page has not. */
async function cutUntilSomethingWasSaid() {
  onPurpose = true;
  wire.cut();
  // By then it has shown all that came before the cut.
  await page.locator('[data-testid="connection"]:not([data-state="connected"])').waitFor();
  const shown = new Set((await readTranscript(page)).map((row) => row.utterance));
  while (report.duringOutage.length === 0) {
    await page.waitForTimeout(100);
    report.duringOutage = (await finals()).filter((utterance) => !shown.has(utterance));
  }
  const still = new Set((await readTranscript(page)).map((row) => row.utterance));
  report.duringOutage = report.duringOutage.filter((utterance) => !still.has(utterance));
  wire.mend();
  await connected();
  await page.getByTestId("missed").waitFor();
  onPurpose = false;
}

function connected() {
  return page.locator('[data-testid="connection"][data-state="connected"]').waitFor();
}

/** Past the wire: what is in the log now. */
async function events() {
  const answer = await fetch(`http://127.0.0.1:${port}/api/calls/${callId}/events`);
  return (await answer.json()).events;
}

async function finals() {
  return (await events()).filter(({ type }) => type === "utteranceFinal").map(({ utterance }) => utterance);
}

async function onPurposeOnly(action) {
  onPurpose = true;
  const done = await action();
  // The page's words about it come after it.
  await page.waitForTimeout(200);
  onPurpose = false;
  return done;
}

/** Runs in the page, which must not be able to make markup out of text. */
function writeMarkup() {
  try {
    document.createElement("div").innerHTML = "<b>x</b>";
    return "written";
  } catch (error) {
    return error.name;
  }
}

async function readAgain() {
  await page.reload();
  await page.getByTestId("call-ended").waitFor();
  report.readAgain = await readTranscript(page);
  report.hintsInSlotAgain = await page.getByTestId("hint").count();
  report.fatesAgain = await page.getByTestId("hint-row").evaluateAll((rows) => rows.map(({ dataset }) => dataset.fate));
  report.barriers.push(...(await barriers(page, "an ended call")));
  await page.keyboard.press("?");
  await page.getByTestId("help").waitFor();
  report.barriers.push(...(await barriers(page, "the keys")));
  await page.keyboard.press("Escape");
  await page.getByText("Audio, log and export").click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "TXT" }).click();
  report.saved = readFileSync(await (await saved).path(), "utf8");
}

/** To the moment at which the hint came, by a link to its second. */
async function replay() {
  const offered = (await events()).find(({ type }) => type === "hintOffered");
  const second = Math.ceil(offered.atMs / 1000);
  await page.evaluate((hash) => (location.hash = hash), `#/calls/${callId}?t=${second}`);
  await page.locator('[data-testid="replay"]').waitFor();
  await page.getByTestId("hint").waitFor();
  report.replayed = {
    atMs: Number(await page.getByTestId("replay").getAttribute("data-at")),
    hint: await page.getByTestId("hint").getAttribute("data-hint"),
    state: await page.getByTestId("hint").getAttribute("data-state"),
    seqs: await readSeqs(page),
  };
  report.barriers.push(...(await barriers(page, "a replay")));
  // Back to the moment at which it came, and one event before that.
  await page.keyboard.press("[");
  await page.keyboard.press(",");
  await page.locator('[data-testid="hint"]').waitFor({ state: "detached" });
  report.outcomesAgain = said.filter(([method]) => method === "Outcome").length;
}
