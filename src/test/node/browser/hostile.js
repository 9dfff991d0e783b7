// Reads a call whose every text is made to do harm, on a small and on a large screen; prints what became of the page as one
// JSON object. EARSHOT_PORT and CALL_ID name the call; PICTURES may name a folder for pictures.
import { join } from "node:path";
import { launch } from "./chromium.js";
import { barriers } from "./looking.js";

const { EARSHOT_PORT, CALL_ID, PICTURES } = process.env;
const home = `http://127.0.0.1:${EARSHOT_PORT}`;
/** What the page itself makes its text of. */
const OWN = new Set(
  ("a b bdi button details dd div dl dt em figcaption figure form h1 h2 h3 header img input kbd label li main meter nav ol option p q" +
    " s section select span strong summary svg circle rect table caption thead tbody tr td th time ul dialog output").split(" "),
);
const report = { problems: [], violations: [], foreignElements: [], sentences: [], marks: [], owned: false };
const browser = await launch();

for (const [width, height, colorScheme] of [
  [320, 640, "light"],
  [1280, 900, "dark"],
]) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.on("dialog", (dialog) => report.problems.push(dialog.message()) && dialog.dismiss());
  page.on("pageerror", (error) => report.problems.push(String(error)));
  page.on("console", (message) => report.problems.push(message.text()));
  page.on("request", (request) => request.url().startsWith(home) || report.problems.push(request.url()));
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => window.violations.push(violatedDirective));
  });
  await page.goto(`${home}/#/watch/${CALL_ID}`);
  await page.locator('[data-utterance="t1-live"]').waitFor();
  await page.getByTestId("hint").waitFor();
  await page.locator(".goals").evaluate((goals) => (goals.open = true));
  await note(page);
  report[`sticksOut ${width}`] = await page.evaluate(sticksOut);
  await picture(page, `hostile-${width}-end`);
  for (const place of ["0", "0.33", "0.66"]) {
    await page.evaluate((part) => {
      const region = document.querySelector(".transcript");
      region.scrollTop = Number(part) * region.scrollHeight;
    }, place);
    await page.waitForTimeout(300);
    await note(page);
    report[`sticksOut ${width}`].push(...(await page.evaluate(sticksOut)));
    await picture(page, `hostile-${width}-${place}`);
  }
  report[`barriers ${width}`] = await barriers(page, `hostile, ${width} px`);
  const elements = await page.evaluate(() => [...document.querySelectorAll("#app *")].map(({ localName }) => localName));
  report.foreignElements.push(...elements.filter((name) => !OWN.has(name)));
  report.owned ||= await page.evaluate(() => "owned" in window);
  report.violations.push(...(await page.evaluate(() => window.violations)));
  await page.goto(`${home}/#/`);
  await page.getByTestId("call-link").waitFor();
  report[`sticksOut ${width}`].push(...(await page.evaluate(sticksOut)));
  await page.close();
}
console.log(JSON.stringify(report));
await browser.close();

/** What is in the document now; the rest of a long transcript is not. */
async function note(page) {
  const texts = await page
    .getByTestId("utterance")
    .evaluateAll((rows) => rows.map((row) => row.querySelector(".live-text")?.textContent ?? ""));
  report.sentences.push(...texts);
  report.marks.push(...(await page.getByTestId("mark").allTextContents()));
}

function picture(page, name) {
  return PICTURES ? page.screenshot({ path: join(PICTURES, `${name}.png`) }) : undefined;
}

/** Runs in the page: what is seen beyond its right edge, or makes a part scroll sideways that should not. */
function sticksOut() {
  const scrolls = [...document.querySelectorAll("html, body, .transcript, .side, .calls, .call")]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className || part.localName} scrolls sideways: ${part.scrollWidth} of ${part.clientWidth}`);
  const clipped = (element) => element.closest(".for-ears, .ledger, .continued .speaker, dialog") !== null;
  const out = [...document.querySelectorAll("#app *")]
    .filter((element) => !clipped(element) && element.getBoundingClientRect().right > innerWidth + 1)
    .filter((element) => getComputedStyle(element).overflowX !== "hidden" && !element.closest(".call-head h1, .call-last"))
    .map((element) => `${element.localName}.${element.getAttribute("class")} ends at ${element.getBoundingClientRect().right}`);
  return [...scrolls, ...out.slice(0, 10)];
}
