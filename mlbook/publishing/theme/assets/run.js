// Run, edit and reset for every block of Python; a lab is run as a whole, too. What of it needs
// Python is in run/python.js, which loads nothing before the first Run.
import { barOf } from "./blocks.js";
import { button, iconButton, nameOf } from "./elements.js";
import { Block } from "./run/block.js";
import { Editor } from "./run/editor.js";
import { Lab } from "./run/lab.js";
import { Panel } from "./run/panel.js";
import { Python } from "./run/python.js";
import { halves, hintOf, verdictOf } from "./run/verdict.js";

const { pyodide, sizes } = document.querySelector("script[data-pyodide]").dataset;
const addressOf = (name) => new URL(name, import.meta.url).href;
const python = new Python({
  pyodide: addressOf(pyodide),
  archive: addressOf("run/mlbook.zip"),
  records: addressOf("run/records.zip"),
  worker: addressOf("run/worker.js"),
  sizes: JSON.parse(sizes),
});

// What an answer and a wrong program show is what their check says; a reader's own program runs alone
// unless it is to be checked: exercises/exercise.js, which says who judges it, too.
const start = (block, { cell, checks = block.role !== "start", judge = verdictOf, from = block.run, follows = () => null, onBegin, onEnd } = {}) => {
  block.panel?.remove();
  const job = { block, cell, from, onBegin, role: checks ? block.role : null, check: checks ? block.check : null };
  job.panel = block.panel = new Panel(block.last, { onStop: () => stop(job) });
  job.onEnd = (verdict, result) => {
    from.removeAttribute("aria-busy");
    block.job = null;
    const isEdited = job.ran !== block.book; // as it was run, not as it is now
    const isOwn = block.role === "start";
    job.panel.end(verdict ?? judge(result, { isEdited, isOwn, ran: job.ran, follows: follows() }));
    // Of a lab some cells are meant to show nothing, and a check shows what it has to say.
    const hint = result && !(cell && result.same) && !job.check && hintOf(result);
    if (hint) job.panel.advise(hint);
    if (result?.diagnosis && !isOwn) job.panel.advise(halves(result.diagnosis));
    block.ran = job.ran;
    job.panel.age(block.ran !== undefined && block.text !== block.ran);
    onEnd?.(job, result);
  };
  block.job = job;
  from.setAttribute("aria-busy", "true");
  python.run(job);
  block.frame.dispatchEvent(new Event("mlbook:run", { bubbles: true })); // a prediction is over
  return job;
};

const stop = (job, verdict) => {
  if (!verdict) job.from.focus();
  python.stop(job, verdict);
};

const runOne = (block, options) => {
  if (block.job) block.job.panel.say(["还没有结束；要重来，先按“停止”", "Not ended yet; to begin anew, press Stop first"]);
  else start(block, options);
};

export const edit = (block) => {
  if (block.editor) block.editor.area.focus();
  else block.editor = new Editor(block);
};

const reset = (block) => {
  block.editor?.close();
  block.editor = null;
  block.reset();
  block.edit.focus();
};

export const cells = [...document.querySelectorAll("article .language-python.highlight[id]:not(.exercise-check)")].map((frame) => new Block(frame));
const place = document.querySelector(".whole-lab");
const lab = place && new Lab(cells, place, python, { start, stop });
const tell = async (block) => (await import("./run/needs.js")).tell(block);
export const run = (block, options) => {
  if (block.needs.length) return tell(block);
  if (lab) lab.run(block);
  else runOne(block, options);
  block.panel?.bar.scrollIntoView({ block: "nearest" });
};

for (const block of cells) {
  const { start: beginning, icons } = barOf(block.frame);
  const words = block.needs.length ? ["在电脑上运行", "Run on a computer"] : ["运行", "Run"];
  block.run = button("run-button", words, () => run(block));
  if (python.host && !block.needs.length) block.run.title = nameOf(["Python 来自 {}", "Python comes from {}", python.host]);
  block.edit = iconButton("tool-edit", ["编辑代码", "Edit the code"], () => edit(block));
  block.undo = iconButton("tool-reset", ["还原代码", "Reset the code"], () => reset(block));
  beginning.append(block.run);
  icons.prepend(block.edit, block.undo);
  block.changed = () => {
    block.undo.hidden = !block.isEdited && !block.editor;
    if (!block.job) block.panel?.age(block.text !== block.ran);
  };
  block.changed();
  block.enter = () => run(block); // what Ctrl+Enter does
  block.frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    block.enter();
  });
}
