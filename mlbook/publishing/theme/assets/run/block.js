// A block that can be run: its code, what the book shows under it, and what the reader has made of it.
import { make, say } from "../elements.js";
import { coloured } from "./colours.js";
import { keep, recall } from "./edits.js";

// Blocks of one section have the same id, but for their number.
const checkBeside = ({ id }) => {
  const frame = document.querySelector(`.exercise-check[id^="${CSS.escape(id.replace(/\d+$/, ""))}"]`);
  return frame?.querySelector("pre > code").textContent ?? null;
};

const ROLES = ["start", "answer", "wrong"]; // of the programs of an exercise, which share a check

export class Block {
  constructor(frame) {
    this.frame = frame;
    this.id = frame.id;
    this.code = frame.querySelector("pre > code");
    this.book = this.code.textContent;
    this.role = ROLES.find((role) => frame.classList.contains(`exercise-${role}`)) ?? null;
    this.check = this.role && checkBeside(frame);
    this.needs = frame.dataset.needs?.split(" ") ?? []; // that no browser has
    this.last = frame; // the last element that belongs to the block
    const question = frame.nextElementSibling?.matches(".prediction") ? frame.nextElementSibling : null;
    const next = (selector) => {
      const following = (this.last === frame && question ? question : this.last).nextElementSibling;
      return following?.matches(selector) && (this.last = following);
    };
    const output = next(".language-text.highlight");
    this.output = output ? output.querySelector("code").textContent : null;
    this.figure = Boolean(next("figure.drawn")) || frame.dataset.figure === "above"; // of the home page
    this.shown = (question ?? frame).nextElementSibling; // the first of what the book shows under the code
    this.does = ["运行", "runs"]; // what Ctrl+Enter does
    this.changed = () => {}; // called when the reader has changed the code
    const edit = recall(this.id, this.book);
    if (edit !== null) this.put(edit);
  }

  get text() {
    return this.code.textContent;
  }

  get isEdited() {
    return this.text !== this.book;
  }

  // Copy and Run take the text of the code, whatever its colours.
  put(text) {
    this.nodes ??= [...this.code.childNodes];
    const isBook = text.trimEnd() === this.book.trimEnd();
    this.code.replaceChildren(...(isBook ? this.nodes : coloured(text)));
    this.mark();
    keep(this.id, this.book, this.text);
    this.changed();
  }

  reset() {
    this.put(this.book);
  }

  // Under edited code the output of the book says whose it is.
  mark() {
    this.frame.classList.toggle("edited", this.isEdited);
    if (!this.isEdited || this.last === this.frame) {
      this.label?.remove();
      this.label = null;
    } else if (!this.label) {
      this.label = say(make("p", "of-the-book"), ["书中代码的输出", "What the book's code gives"]);
      this.shown.prepend(this.label);
    }
  }
}
