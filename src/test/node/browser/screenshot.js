// Takes pictures of a live call, light and dark, while it shows a fresh hint and someone is speaking.
//   node screenshot.js <address of the call> <folder>
import { join } from "node:path";
import { launch } from "./chromium.js";

const [url, folder] = process.argv.slice(2);
const SIZE = { width: 1280, height: 720 };
/** A fresh hint that has been there for a moment, and below it words of a sentence that is not over. */
const AGED = /^[2-6] s ago$/;
const WORDS = 4;

const browser = await launch();
const pages = new Map();
for (const colorScheme of ["light", "dark"]) {
  const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: "reduce" });
  await page.goto(url);
  pages.set(colorScheme, page);
}
await Promise.all([...pages].map(([scheme, page]) => takeAtTheMoment(page, join(folder, `console-${scheme}.png`))));
await browser.close();

async function takeAtTheMoment(page, path) {
  const isTheMoment = ([age, words]) => {
    const hint = document.querySelector('[data-testid="hint"][data-state="fresh"] .hint-age');
    const live = document.querySelector('[data-testid="utterance"][data-final="false"] .live-text');
    return new RegExp(age).test(hint?.textContent ?? "") && (live?.textContent.split(" ").length ?? 0) >= words;
  };
  await page.waitForFunction(isTheMoment, [AGED.source, WORDS], { polling: 50, timeout: 90_000 });
  await page.screenshot({ path });
  console.log(path);
}
