// Comes to a server that wants a token, as people do: with none, with a wrong one, with the right one typed, and by a link that
// has it. Prints what the page showed and what it told to whom as one JSON object. EARSHOT_PORT, TOKEN, WRONG, CALL_ID.
import { readFileSync } from "node:fs";
import { launch } from "./chromium.js";
import { barriers } from "./looking.js";

const { EARSHOT_PORT, TOKEN, WRONG, CALL_ID } = process.env;
const home = `http://127.0.0.1:${EARSHOT_PORT}`;
const report = { barriers: [], requests: [], sockets: [], said: [] };
const browser = await launch();

const typing = await visitor();
await typing.goto(`${home}/`);
report.none = await refusal(typing);
report.barriers = await barriers(typing, "asked for a token");
await give(typing, WRONG);
report.wrong = await refusal(typing);
report.focused = await typing.evaluate(() => document.activeElement.id);
await give(typing, TOKEN);
await typing.getByTestId("call-link").waitFor();
await typing.reload();
await typing.getByTestId("call-link").waitFor();
report.kept = await kept(typing);

const byLink = await visitor();
await byLink.goto(`${home}/#token=${encodeURIComponent(TOKEN)}&/calls/${CALL_ID}`);
await byLink.getByTestId("transcript").waitFor();
report.address = byLink.url().slice(home.length);
await byLink.goto(`${home}/#/`);
await byLink.goBack();
await byLink.getByTestId("transcript").waitFor();
report.history = byLink.url().slice(home.length);
await byLink.getByText("Audio, log and export").click();
const saved = byLink.waitForEvent("download");
await byLink.getByRole("button", { name: "TXT" }).click();
report.saved = readFileSync(await (await saved).path(), "utf8");

const byWrongLink = await visitor();
await byWrongLink.goto(`${home}/#token=${encodeURIComponent(WRONG)}&/calls/${CALL_ID}`);
report.wrongLink = await refusal(byWrongLink);
await give(byWrongLink, TOKEN);
await byWrongLink.getByTestId("transcript").waitFor();

console.log(JSON.stringify(report));
await browser.close();

/** Somebody who has never been here. */
async function visitor() {
  const page = await (await browser.newContext()).newPage();
  page.on("request", (request) => report.requests.push(request.url()));
  page.on("websocket", (socket) => report.sockets.push(socket.url()));
  page.on("console", (message) => report.said.push(message.text()));
  return page;
}

/** The words of the page that asks, once it has made up its mind. */
async function refusal(page) {
  await page.locator('[data-testid="connection"][data-state="refused"]').waitFor();
  const form = page.getByTestId("token-form");
  await form.waitFor();
  return { page: await page.locator("main").textContent(), heard: await page.getByTestId("announcer").textContent() };
}

/** What the page says after the server's answer is about this one. */
async function give(page, token) {
  await page.getByLabel("Token").fill(token);
  const answer = page.waitForResponse(/negotiate/);
  await page.keyboard.press("Enter");
  await answer;
  await page.waitForTimeout(200);
}

function kept(page) {
  return page.evaluate(() => ({
    session: Object.values(sessionStorage).join(" "),
    local: Object.values(localStorage).join(" "),
    cookie: document.cookie,
  }));
}
