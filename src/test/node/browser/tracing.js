// The tasks of the page's main thread as the browser itself notes them, with the processor time that each took: what
// others do on the machine meanwhile is not in it.

const CATEGORIES = ["disabled-by-default-devtools.timeline", "blink.user_timing"];
const TASK = "RunTask";
const LONGEST = 20;

export class Trace {
  #devtools;

  static async of(browser) {
    const trace = new Trace();
    trace.#devtools = await browser.newBrowserCDPSession();
    await trace.#devtools.send("Tracing.start", {
      transferMode: "ReturnAsStream",
      traceConfig: { recordMode: "recordAsMuchAsPossible", includedCategories: CATEGORIES, excludedCategories: ["*"] },
    });
    return trace;
  }

  /** The longest tasks that were not measuring itself, as `[ms of processor, ms]`, and how many there were. */
  async tasks() {
    const events = await this.#end();
    const marks = events.filter(({ name }) => name.startsWith("earshot-"));
    const { pid, tid } = marks[0] ?? {};
    const apart = marks.filter(({ name }) => name === "earshot-apart").map(({ ts }) => ts);
    const again = marks.filter(({ name }) => name === "earshot-again").map(({ ts }) => ts);
    const isApart = ({ ts, dur }) => apart.some((from, i) => ts + dur > from && ts < (again[i] ?? Infinity));
    const all = events.filter((event) => event.name === TASK && event.pid === pid && event.tid === tid);
    const tasks = all.filter((task) => !isApart(task));
    const longest = tasks.map(({ tdur = NaN, dur }) => [tdur / 1_000, dur / 1_000]).sort((a, b) => b[0] - a[0]);
    const seconds = (Math.max(...all.map(({ ts }) => ts)) - Math.min(...all.map(({ ts }) => ts))) / 1e6;
    return { count: tasks.length, seconds, longest: longest.slice(0, LONGEST) };
  }

  async #end() {
    const complete = new Promise((resolve) => this.#devtools.once("Tracing.tracingComplete", resolve));
    await this.#devtools.send("Tracing.end");
    const { stream } = await complete;
    const parts = [];
    for (let more = true; more; ) {
      const { data, eof } = await this.#devtools.send("IO.read", { handle: stream, size: 1 << 20 });
      parts.push(data);
      more = !eof;
    }
    return JSON.parse(parts.join("")).traceEvents;
  }
}
