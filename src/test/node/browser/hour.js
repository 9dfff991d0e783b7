// Reads along with an hour's call that is played as fast as MOCK_HOUR says, by the console's stand-in for the server, and
// prints what that cost the page: tasks that held it up, memory and elements as the call went on. Needs the built console.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { launch } from "./chromium.js";

const speed = Number(process.env.MOCK_HOUR ?? 60);
const MEASURES = 8;
const HOUR_MS = 3_600_000;
const server = spawn(process.execPath, ["test/mock-server.mjs"], {
  cwd: fileURLToPath(new URL("../../../main/console", import.meta.url)),
  env: { ...process.env, MOCK_HOUR: String(speed), PORT: "0" },
  stdio: ["ignore", "pipe", "inherit"],
});
const [home] = await once(createInterface(server.stdout), "line");
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const devtools = await page.context().newCDPSession(page);
await page.addInitScript(watchTasks);
await page.goto(`${home}#/calls/interview-42`);
await page.getByTestId("utterance").first().waitFor();
const report = { speed, growth: [] };
for (let n = 0; n < MEASURES; n++) {
  await page.waitForTimeout(HOUR_MS / speed / (MEASURES + 1));
  report.growth.push(await measure());
}
await page.getByTestId("call-ended").waitFor({ timeout: HOUR_MS / speed + 60_000 });
report.growth.push(await measure());
report.cursor = Number.parseInt(await page.locator(".log-facts").textContent(), 10);
report.tasks = await page.evaluate(() => window.earshotTasks);
report.last = await page.locator('[data-testid="utterance"]').last().getAttribute("data-utterance");
await browser.close();
server.kill();
console.log(JSON.stringify(report));

/** Memory after all rubbish is gone, so that what is measured is what is kept. */
async function measure() {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const counts = await page.evaluate(() => ({
    rows: document.querySelectorAll("[data-seq]").length,
    elements: document.querySelectorAll("*").length,
  }));
  const events = Number.parseInt(await page.locator(".log-facts").textContent(), 10);
  return { events, heapKb: Math.round(usedSize / 1024), ...counts };
}

/** Runs in the page: tasks of more than 50 ms, but not those of the first second, which is the opening of the page. */
function watchTasks() {
  window.earshotTasks = { over50Ms: 0, longestMs: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (startTime < 1_000) continue;
      window.earshotTasks.over50Ms++;
      window.earshotTasks.longestMs = Math.max(window.earshotTasks.longestMs, Math.round(duration));
    }
  }).observe({ type: "longtask", buffered: true });
}
