// A lab: its cells run in order and in one Python, so that each sees what those before have made.
import { button, make, say } from "../elements.js";

const NOT_RUN = [["没有运行：上面有一段没有运行完", "Not run: a cell above did not finish"], "stopped"];

export class Lab {
  // `start` runs one block: (block, options) => job; `stop` ends a job.
  constructor(blocks, place, python, { start, stop }) {
    Object.assign(this, { blocks, python, start, stop });
    this.ran = blocks.map(() => null); // the code that each cell has run with, in this Python
    this.tried = new Set(); // the cells that have begun to run in it
    this.jobs = [];
    this.whole = button("run-button", ["运行整个实验", "Run the whole lab"], () => this.runAll());
    this.halt = button("ran-stop", ["停止", "Stop"], () => this.stopAll());
    this.halt.hidden = true;
    this.state = make("span", "ran-state");
    this.state.setAttribute("role", "status");
    place?.append(this.whole, this.state, this.halt);
  }

  runAll() {
    if (this.jobs.length) return;
    this.go(0, this.blocks.length - 1);
  }

  // Run a cell, after those above that have not run as they stand now.
  run(block) {
    if (this.jobs.length) return this.jobs.at(-1).panel.say(["还没有结束；要重来，先按“停止”", "Not ended yet; to begin anew, press Stop first"]);
    if (this.starts !== this.python.starts) this.ran.fill(null);
    const at = this.blocks.indexOf(block);
    const first = this.blocks.slice(0, at).findIndex((each, index) => this.ran[index] !== each.text);
    this.go(first < 0 ? at : first, at);
  }

  go(first, last) {
    this.halt.hidden = false;
    this.whole.setAttribute("aria-busy", "true");
    const cells = this.blocks.slice(first, last + 1);
    this.jobs = cells.map((block, index) => this.start(block, this.options(first + index)));
  }

  options(at) {
    let follows = null;
    return {
      cell: at ? "next" : "first",
      follows: () => follows,
      onBegin: () => {
        if (!at) this.tried.clear();
        this.isAgain = at > 0 && (this.isAgain || [...this.tried].some((each) => each >= at));
        if (this.blocks.slice(0, at).some((each) => each.isEdited)) follows = "edited";
        else if (this.isAgain) follows = "again";
        this.tried.add(at);
        this.ran.fill(null, at);
        this.starts = this.python.starts;
        this.blocks.slice(at + 1).forEach((each) => each.job || each.panel?.age(true));
        say(this.state, ["正在运行第 {} 段，共 {} 段", "Running cell {} of {}", at + 1, this.blocks.length]);
      },
      onEnd: (job, result) => {
        if (!this.jobs.includes(job)) return; // stopped below
        const rest = this.jobs.slice(this.jobs.indexOf(job) + 1);
        this.jobs = this.jobs.filter((each) => each !== job && !rest.includes(each));
        if (result && !result.error) {
          this.ran[at] = job.ran;
          this.jobs = rest;
        } else rest.forEach((each) => this.stop(each, NOT_RUN)); // they need what it would have made
        if (!this.jobs.length) this.end(at, result);
      },
    };
  }

  stopAll() {
    if (this.jobs.length) this.stop(this.jobs[0]);
  }

  end(at, result) {
    this.halt.hidden = true;
    this.whole.removeAttribute("aria-busy");
    const isWhole = at === this.blocks.length - 1 && result && !result.error;
    if (isWhole) say(this.state, ["全部运行完了", "All cells have run"]);
    else this.state.replaceChildren();
  }
}
