// Python in a worker, which runs one block after another. Nothing is loaded before the first; Stop
// ends the worker, and the next block begins with a new one.
import { languages, nameOf } from "../elements.js";
import * as loading from "./loading.js";

const SLOW = 8; // seconds after which the page says what to do
const PATIENCE = 60; // seconds that nothing may come while Python is loaded
const MEMORY = 2 ** 30; // bytes; a worker that has taken more is not used again
const NEEDS = [
  ["numpy", /\b(numpy|matplotlib|mlbook)\b/],
  ["matplotlib", /\bmatplotlib\b|\bmlbook\b[^]*\bplotting\b/],
  ["records", /\bmlbook\b[^]*\b(recorded|kept_record|records)\b/],
];
const DOWNLOADED = 0.9; // share of the bytes; a few come uncounted
// What the worker may say. A block can send messages, too: they print and draw, and end a run.
const HEARD = ["came", "runs", "text", "figure", "clear", "done", "failed", "broken"];
const WALLS = ["页内运行的代码碰不到网页、存储和网络", "code run in the page has no page, no storage and no network"];
const STOPPED = [["已停止", "Stopped"], "stopped"];

const secondsSince = (moment) => Math.round((Date.now() - moment) / 1000);

export class Python {
  // The settings say where Python and the archives are, and how many bytes each part has.
  constructor(settings) {
    Object.assign(this, settings);
    const { origin, host } = new URL(settings.pyodide);
    this.host = origin === location.origin ? "" : host;
    this.waiting = [];
    this.current = null;
    // A worker from a file would have the policy that the host's headers give it, and hosts of
    // files give none; one from a blob has the page's own.
    const code = `import ${JSON.stringify(settings.worker)};`;
    this.seed = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.drop();
  }

  // A job has a block, its panel, for a cell of a lab its place, and what to do at its end.
  run(job) {
    if (!this.current) return this.begin(job);
    this.waiting.push(job);
    job.panel.say(["等前面的运行完", "Waiting for another block to finish"]);
  }

  stop(job, verdict = STOPPED) {
    if (job === this.current) this.drop();
    else this.waiting.splice(this.waiting.indexOf(job), 1);
    this.end(job, verdict);
  }

  drop() {
    this.instance?.terminate();
    this.instance = null;
    this.has = new Set(); // what of Python this worker has loaded
    this.starts = (this.starts ?? 0) + 1; // what earlier cells have made is gone
  }

  begin(job) {
    this.current = job;
    const code = job.block.text;
    const { check = null, role = null } = job; // of an exercise
    job.ran = code; // not what the reader makes of it meanwhile
    const imports = `${code}\n${check ?? ""}`;
    job.needs = ["core", "package", ...NEEDS.filter(([, pattern]) => pattern.test(imports)).map(([name]) => name)];
    const missing = job.needs.filter((name) => !this.has.has(name));
    job.total = missing.reduce((sum, name) => sum + this.sizes[name], 0);
    job.came = 0;
    job.since = job.heard = Date.now();
    job.loading = true;
    job.onBegin?.();
    if (job.total) job.panel.say(loading.begins(job.total, this.host));
    job.panel.count(0, job.total, 0);
    job.ticking = setInterval(() => this.tick(job), 1000);
    if (typeof WebAssembly === "undefined") return queueMicrotask(() => this.failed(job, { cause: "engine", why: "WebAssembly" }));
    if (!this.instance) this.employ();
    const { pyodide, archive } = this;
    this.instance.postMessage({
      pyodide, archive, code, check, role,
      records: missing.includes("records") ? this.records : null,
      output: job.block.output,
      figure: job.block.figure,
      cell: job.cell ?? null,
      walls: nameOf(WALLS),
      languages,
    });
  }

  employ() {
    const instance = new Worker(this.seed, { type: "module" });
    const hear = (answer) => instance === this.instance && this.current && HEARD.includes(answer.kind) && this[answer.kind](this.current, answer);
    instance.addEventListener("message", ({ data }) => hear(data));
    instance.addEventListener("error", ({ message }) => hear({ kind: "failed", cause: "refused", file: this.worker, why: message || this.worker }));
    this.instance = instance;
  }

  tick(job) {
    const quiet = secondsSince(job.heard);
    const seconds = secondsSince(job.since);
    job.panel.count(job.came, job.loading ? job.total : 0, seconds);
    if (!job.loading) return seconds >= SLOW && this.tell(job, "runs", ["还在运行，按“停止”可以结束", "Still running; Stop ends it"]);
    if (quiet > PATIENCE) return this.failed(job, { cause: "hung", why: `${quiet} s` });
    if (!job.total || seconds < SLOW) return;
    if (job.came >= DOWNLOADED * job.total) this.tell(job, "starts", loading.starts);
    else if (quiet >= SLOW) this.tell(job, "hangs", loading.hangs(quiet, this.host));
    else if (job.came) this.tell(job, "slow", loading.slow(Math.ceil((seconds * (job.total - job.came)) / job.came)));
  }

  // Said once: it is read aloud.
  tell(job, what, words) {
    if (job.told !== what) job.panel.say(words);
    job.told = what;
  }

  // ---- Messages of the worker, by their kind

  came(job, { bytes }) {
    job.came += bytes;
    job.heard = Date.now();
  }

  runs(job) {
    job.needs.forEach((name) => this.has.add(name));
    job.loading = false;
    job.since = Date.now();
    job.panel.count(0, 0, "");
    job.panel.say(["正在运行", "Running"]);
  }

  text(job, { text }) {
    job.panel.print(text);
  }

  figure(job, figure) {
    job.panel.draw(figure);
  }

  clear(job) {
    job.panel.clear();
  }

  done(job, result) {
    if (result.memory > MEMORY && !job.cell) this.drop();
    // What a check says of a program is said in the reader's language, in place of the traceback.
    if (result.error && !result.diagnosis) job.panel.print(result.error, "error");
    this.end(job, null, result);
  }

  failed(job, { cause, file, why }) {
    this.drop();
    const host = file ? new URL(file).host : this.host;
    job.panel.count(0, 0, "");
    job.panel.advise(loading.advice(cause, host === location.host ? "" : host));
    const offers = [...document.querySelectorAll(".offers a")].map((each) => each.cloneNode(true));
    if (offers.length) job.panel.advise(loading.instead, offers);
    job.panel.print(why, "error");
    this.end(job, [loading.failed, "other"]);
  }

  broken(job, { why }) {
    this.drop();
    job.panel.print(why, "error");
    this.end(job, [["Python 出了故障，已经停止；再按一次“运行”", "Python broke down and was stopped; press Run again"], "other"]);
  }

  end(job, verdict, result = null) {
    clearInterval(job.ticking);
    job.onEnd(verdict, result);
    if (job !== this.current) return;
    this.current = null;
    if (this.waiting.length) this.begin(this.waiting.shift());
  }
}
