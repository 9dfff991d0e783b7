// Runs in the page: looks at it after every change of it, as a reader would, and remembers what was ever seen.
// It is handed to the browser as text, so it uses nothing from outside itself.
export function sample() {
  const all = (selector, root = document) => [...root.querySelectorAll(`[data-testid="${selector}"]`)];
  const seen = {
    orders: new Set(),
    partials: {},
    mostPartials: {},
    kept: new Set(),
    replaced: new Set(),
    hints: {},
    mostHints: 0,
    fates: {},
    missed: [],
    liveness: [],
    covered: [],
    connection: [],
    unbalanced: 0,
    balanced: 0,
    sessions: {},
    leftBehind: 0,
    violations: [],
  };
  const marked = new WeakSet();
  const wasPartial = new Set();
  const text = (row) => row.querySelector(".live-text")?.firstChild ?? null;
  const note = (list, value) => value !== undefined && list.at(-1) !== value && list.push(value);

  function look() {
    const rows = all("utterance");
    seen.orders.add(rows.map((row) => row.dataset.utterance).join(" "));
    lookAtPartials(rows.filter((row) => row.dataset.final === "false"));
    for (const row of rows.filter(({ dataset }) => dataset.final === "true" && wasPartial.has(dataset.utterance))) {
      const same = marked.has(row) && marked.has(text(row));
      seen[same ? "kept" : "replaced"].add(row.dataset.utterance);
    }
    all("hint").forEach(lookAtHint);
    seen.mostHints = Math.max(seen.mostHints, all("hint").length);
    for (const { dataset } of all("hint-row")) note((seen.fates[dataset.hint] ??= []), dataset.fate);
    note(seen.missed, all("missed")[0]?.firstChild?.textContent);
    note(seen.liveness, all("liveness")[0]?.dataset.state);
    for (const { dataset } of all("goal")) if (dataset.covered === "true") note(seen.covered, dataset.item);
    note(seen.connection, all("connection")[0]?.dataset.state);
    for (const { dataset } of all("session-state")) note((seen.sessions[dataset.track] ??= []), dataset.state);
    if (document.querySelector(".to-edge")) seen.leftBehind++;
    for (const { dataset } of all("ledger")) seen[dataset.balanced === "true" ? "balanced" : "unbalanced"]++;
  }

  function lookAtPartials(rows) {
    const counts = {};
    for (const row of rows) {
      const id = row.dataset.utterance;
      const track = id.split("-")[0];
      wasPartial.add(id);
      marked.add(row);
      if (text(row)) marked.add(text(row));
      note((seen.partials[id] ??= []), text(row)?.data);
      counts[track] = (counts[track] ?? 0) + 1;
    }
    for (const [track, count] of Object.entries(counts)) {
      seen.mostPartials[track] = Math.max(seen.mostPartials[track] ?? 0, count);
    }
  }

  function lookAtHint(card) {
    const fresh = { states: [], ages: [], rings: [], sentence: null, text: "", focused: false };
    const hint = (seen.hints[card.dataset.hint] ??= fresh);
    note(hint.states, card.dataset.state);
    note(hint.ages, card.querySelector(".hint-age")?.textContent);
    hint.text = card.querySelector(".hint-text")?.textContent;
    note(hint.rings, card.querySelector(".ring-left")?.getAttribute("stroke-dashoffset") ?? undefined);
    hint.focused ||= card.contains(document.activeElement);
    const row = all("hint-row").find(({ dataset }) => dataset.hint === card.dataset.hint);
    const above = row?.closest("li")?.previousElementSibling;
    if (above) hint.sentence = all("utterance", above)[0]?.dataset.utterance ?? null;
  }

  const plain = () => ({ ...seen, orders: [...seen.orders], kept: [...seen.kept], replaced: [...seen.replaced] });
  window.earshotSeen = plain;
  document.addEventListener("securitypolicyviolation", (event) => seen.violations.push(event.violatedDirective));
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}
