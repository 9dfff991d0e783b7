// The browser of this machine, driven without a download.
import { chromium } from "playwright-core";
import { findChromium } from "./find-chromium.js";

/** It talks to nobody but the page's own server. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

export async function launch() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no chromium on the PATH (CHROMIUM names another)");
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
