// An exercise: the reader's program opens as an editor, and Check runs it with the check of the page.
import { barOf } from "../blocks.js";
import { button, make, nameOf, say } from "../elements.js";
import { recall, record } from "../progress.js";
import { cells, edit, run } from "../run.js";
import { judge } from "./judge.js";

// What belongs to the exercise of a block stands below it, up to the next heading.
const below = (frame, selector) => {
  for (let each = frame.nextElementSibling; each && !each.matches("h1, h2, h3"); each = each.nextElementSibling) {
    if (each.matches(selector)) return each;
  }
  return null;
};

// Where in the text of the code a click has met it.
const placeOf = (code, { clientX, clientY }) => {
  const found = document.caretPositionFromPoint?.(clientX, clientY) ?? document.caretRangeFromPoint?.(clientX, clientY);
  const [node, offset] = [found?.offsetNode ?? found?.startContainer, found?.offset ?? found?.startOffset];
  if (!code.contains(node)) return null;
  const range = document.createRange();
  range.setStart(code, 0);
  range.setEnd(node, offset);
  return range.toString().length;
};

class Exercise {
  constructor(block) {
    this.block = block;
    this.key = block.frame.dataset.key;
    this.answer = below(block.frame, "details.answer");
    this.button = button("check-button", ["检查", "Check"], () => this.check());
    this.button.title = nameOf(["运行并检查（Ctrl+Enter）", "Run and check (Ctrl+Enter)"]);
    barOf(block.frame).start.prepend(this.button);
    block.enter = () => this.check();
    block.does = ["检查", "checks"];
    block.frame.querySelector("pre").addEventListener("click", (event) => this.open(event));
    if (!block.isEdited && !recall("exercises", this.key)) this.ask();
  }

  // Before the first try, beside the answer: a question, and no obstacle.
  ask() {
    this.question = say(make("span", "try-first"), ["先试一次？", "Try first?"]);
    this.answer?.querySelector("summary").append(this.question);
  }

  open(event) {
    const { block } = this;
    const isMarking = getSelection().toString(); // of text to be copied
    if (block.editor || isMarking || event.target.closest("button")) return;
    const at = placeOf(block.code, event);
    edit(block);
    if (at !== null) block.editor.area.setSelectionRange(at, at);
  }

  check() {
    this.question?.remove();
    run(this.block, { checks: true, judge, from: this.button, onEnd: (job, result) => result && this.end(job, result) });
  }

  end({ panel }, { same }) {
    if (!same) return;
    if (this.key) record("exercises", this.key, true);
    if (!this.answer || this.answer.open) return;
    const offer = button("open-answer", ["打开答案，对照一下", "Open the answer, to compare"], () => {
      this.answer.open = true;
      this.answer.querySelector("summary").focus();
    });
    panel.output.append(make("p", "ran-advice", offer));
  }
}

export const begin = (frame) => new Exercise(cells.find((block) => block.frame === frame));

// A hint that has once been offered stays, though the one before it is closed again.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.matches("details.hint[open]")) target.nextElementSibling?.classList.add("offered");
  },
  { capture: true },
);
