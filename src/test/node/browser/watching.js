// Runs in the page, before its own script: counts what the page costs. It is handed to the browser as text, so it uses
// nothing from outside itself.
export function watch() {
  const seen = { longTasks: [], slowFrames: [], mutations: 0, added: 0 };
  const SLOW_MS = 50;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
  let before = performance.now();
  const onFrame = (now) => {
    if (now - before > SLOW_MS) seen.slowFrames.push([before, now - before]);
    before = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  new MutationObserver((records) => {
    seen.mutations += records.length;
    for (const { addedNodes } of records) seen.added += addedNodes.length;
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  window.earshotWatched = () => {
    const rows = document.querySelectorAll(".row").length;
    const cursor = Number.parseInt(document.querySelector(".log-facts")?.textContent ?? "0", 10);
    const ended = document.querySelector('[data-testid="call-ended"]') !== null;
    return { ...seen, rows, cursor, ended, at: performance.now() };
  };
}
