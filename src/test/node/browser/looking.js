// What a page shows, read out of it; used by the scripts beside.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Finished sentences, from the top. */
export function readTranscript(page) {
  return page.locator('[data-testid="utterance"][data-final="true"]').evaluateAll((rows) =>
    rows.map((row) => ({
      utterance: row.dataset.utterance,
      speaker: row.dataset.speaker,
      text: row.querySelector(".live-text")?.textContent ?? "",
    })),
  );
}

/** The places in the log of all that stands in the transcript, from the top. */
export function readSeqs(page) {
  return page
    .locator("[data-seq]")
    .evaluateAll((rows) => rows.map(({ dataset }) => Number(dataset.seq)).filter(Number.isFinite));
}

/** What a reader who does not see, hear or point as others do would stumble over, a line each. */
export async function barriers(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] }),
    RULES,
  );
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html}`)),
    ...(sideways ? [`${where}: scrolls sideways`] : []),
  ];
}

/** Hub methods that a page calls from now on, with their arguments. */
export function calls(page) {
  const sent = [];
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const records = String(payload)
        .split("\u001e")
        .filter((record) => record.startsWith("{"))
        .map((record) => JSON.parse(record));
      sent.push(...records.filter(({ target }) => target).map(({ target, arguments: args }) => [target, ...args]));
    }),
  );
  return sent;
}
