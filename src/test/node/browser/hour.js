// Reads along with one long call that is told faster than it was, and measures what that costs the page: tasks, memory,
// elements. Prints one JSON object. EARSHOT_PORT and CALL_ID name the call. The file ASKED says how many of its EVENTS are
// wanted by now: nothing before the page shows the call, and no more than the next look is for. FIRST is what the first
// sentence says: it is looked for while the call goes on, and after it. TRACE=1 also has the browser write down each task of the page's main thread, with the processor time it took.
import { writeFile } from "node:fs/promises";
import { launch } from "./chromium.js";
import { Trace } from "./tracing.js";
import { watch } from "./watching.js";

const { EARSHOT_PORT, CALL_ID, EVENTS, FIRST, ASKED, TRACE } = process.env;
const LOOKS = 6;
const PATIENCE_MS = 60_000;
const STEP = Math.floor(Number(EVENTS) / LOOKS);
/** Of looking: garbage is collected, which is none of the page's work. */
const pauses = [];
const looks = [];
const report = { found: [] };

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const devtools = await page.context().newCDPSession(page);
const trace = TRACE ? await Trace.of(browser) : null;
await page.addInitScript(watch);
await page.goto(`http://127.0.0.1:${EARSHOT_PORT}/#/calls/${CALL_ID}`);
await page.getByTestId("transcript").waitFor();
await devtools.send("HeapProfiler.enable");

for (let next = STEP, seen = await look(); !seen.ended; next = seen.cursor + STEP) {
  await writeFile(ASKED, `${next}\n`);
  await reached(next);
  seen = await look();
  if (report.found.length === 0 && seen.cursor > 2 * STEP) report.found.push(await findFirst());
}
report.found.push(await findFirst());
const { longTasks, slowFrames } = await watched();
report.looks = looks;
report.longTasks = longTasks.filter(isOfThePage);
report.slowFrames = slowFrames.filter(isOfThePage);
await openAgain();
if (trace) report.tasks = await trace.tasks();
console.log(JSON.stringify(report));
await browser.close();

/** All of it at once, then as it was at each of its first moments, and at its end. */
async function openAgain() {
  await page.reload();
  await until("document.querySelector('[data-testid=\"call-ended\"]') !== null");
  await run("document.querySelector('.replay button').click()");
  await until("document.querySelector('[data-testid=\"replay\"]') !== null");
  for (let moment = 0; moment < 10; moment++) await page.keyboard.press("]");
  await run("document.querySelector('.replay input').focus()");
  await page.keyboard.press("End");
  await until("document.querySelector('[data-testid=\"call-ended\"]') !== null");
  report.replayedTo = await run("Number(document.querySelector('[data-testid=\"replay\"]').dataset.at)");
}

async function until(condition) {
  for (const end = Date.now() + PATIENCE_MS; !(await run(condition)); await page.waitForTimeout(100)) {
    if (Date.now() > end) throw new Error(`It never came to this: ${condition}`);
  }
}

/** By as little as it takes: the driver's own way of asking is more work than the page's. */
async function run(expression) {
  const { result } = await devtools.send("Runtime.evaluate", { expression, returnByValue: true });
  return result.value;
}

/** How much there is of everything, once what nobody needs any more is gone. */
async function look() {
  const seen = await apart(async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await devtools.send("Memory.getDOMCounters");
    const { longTasks, slowFrames, ...counted } = await watched();
    return { ...counted, heap: usedSize, nodes, listeners: jsEventListeners };
  });
  looks.push(seen);
  return seen;
}

/** So far in the log, or at its end. */
async function reached(cursor) {
  for (let seen = await watched(); seen.cursor < cursor && !seen.ended; seen = await watched()) {
    await page.waitForTimeout(200);
  }
}

function watched() {
  return run("window.earshotWatched()");
}

async function apart(measure) {
  trace && (await mark("apart"));
  const from = (await watched()).at;
  const measured = await measure();
  pauses.push([from, (await watched()).at]);
  trace && (await mark("again"));
  return measured;
}

function mark(name) {
  return run(`performance.mark("earshot-${name}").startTime`);
}

function isOfThePage([start, duration]) {
  return pauses.every(([from, to]) => start + duration < from || start > to);
}

/** By keys alone, as a reader would: to the first sentence, and back to the newest words. */
async function findFirst() {
  await page.keyboard.press("/");
  await page.keyboard.insertText(FIRST);
  await page.keyboard.press("Enter");
  let sought = await target();
  for (const until = Date.now() + PATIENCE_MS; !sought.seen && Date.now() < until; sought = await target()) {
    await page.waitForTimeout(100);
  }
  await page.keyboard.press("Escape");
  await page.keyboard.press("l");
  return sought;
}

function target() {
  return run(`(() => {
    const row = document.querySelector("[data-target]");
    const box = row?.getBoundingClientRect();
    const seen = box && box.top >= 0 && box.bottom <= innerHeight;
    return { text: row?.querySelector(".live-text")?.textContent ?? "", seen: Boolean(seen) };
  })()`);
}
