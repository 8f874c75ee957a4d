// Run, edit and reset for every block of Python; a lab is run as a whole, too. What of it needs
// Python is in run/python.js, which loads nothing before the first Run.
import { barOf } from "./blocks.js";
import { button, iconButton } from "./elements.js";
import { Block } from "./run/block.js";
import { Editor } from "./run/editor.js";
import { Lab } from "./run/lab.js";
import { Panel } from "./run/panel.js";
import { Python } from "./run/python.js";
import { hintOf, verdictOf } from "./run/verdict.js";

const { pyodide, sizes } = document.querySelector("script[data-pyodide]").dataset;
const addressOf = (name) => new URL(name, import.meta.url).href;
const python = new Python({
  pyodide: addressOf(pyodide),
  archive: addressOf("run/mlbook.zip"),
  records: addressOf("run/records.zip"),
  worker: addressOf("run/worker.js"),
  sizes: JSON.parse(sizes),
});

const start = (block, { cell, follows = () => null, onBegin, onEnd } = {}) => {
  block.panel?.remove();
  const job = { block, cell, onBegin };
  job.panel = block.panel = new Panel(block.last, { onStop: () => stop(job) });
  job.onEnd = (verdict, result) => {
    block.run.removeAttribute("aria-busy");
    block.job = null;
    const isEdited = job.ran !== block.book; // as it was run, not as it is now
    job.panel.end(verdict ?? verdictOf(result, { isEdited, follows: follows() }));
    // Of a lab some cells are meant to show nothing.
    const hint = result && !(cell && result.same) && hintOf(result);
    if (hint) job.panel.advise(hint);
    block.ran = job.ran;
    job.panel.age(block.ran !== undefined && block.text !== block.ran);
    onEnd?.(job, result);
  };
  block.job = job;
  block.run.setAttribute("aria-busy", "true");
  python.run(job);
  block.frame.dispatchEvent(new Event("mlbook:run", { bubbles: true })); // a prediction is over
  return job;
};

const stop = (job, verdict) => {
  if (!verdict) job.block.run.focus();
  python.stop(job, verdict);
};

const runOne = (block) => {
  if (block.job) block.job.panel.say(["还没有结束；要重来，先按“停止”", "Not ended yet; to begin anew, press Stop first"]);
  else start(block);
};

const edit = (block) => {
  if (block.editor) block.editor.area.focus();
  else block.editor = new Editor(block);
};

const reset = (block) => {
  block.editor?.close();
  block.editor = null;
  block.reset();
  block.edit.focus();
};

const cells = [...document.querySelectorAll("article .language-python.highlight[id]")].map((frame) => new Block(frame));
const place = document.querySelector(".whole-lab");
const lab = place && new Lab(cells, place, python, { start, stop });
const run = (block) => {
  if (lab) lab.run(block);
  else runOne(block);
  block.panel?.bar.scrollIntoView({ block: "nearest" });
};

for (const block of cells) {
  const { start: beginning, icons } = barOf(block.frame);
  block.run = button("run-button", ["运行", "Run"], () => run(block));
  if (python.host) block.run.title = `Python 来自 ${python.host} · Python comes from ${python.host}`;
  block.edit = iconButton("tool-edit", ["编辑代码", "Edit the code"], () => edit(block));
  block.undo = iconButton("tool-reset", ["还原代码", "Reset the code"], () => reset(block));
  beginning.append(block.run);
  icons.prepend(block.edit, block.undo);
  block.changed = () => {
    block.undo.hidden = !block.isEdited && !block.editor;
    if (!block.job) block.panel?.age(block.text !== block.ran);
  };
  block.changed();
  block.frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run(block);
  });
}
