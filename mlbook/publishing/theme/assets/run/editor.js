// The editor of a block: a text area whose letters are transparent, over the code in its colours.
// Both are in one cell of a grid, so that they are of one size and scroll together.
import { inBook, make, nameOf, say } from "../elements.js";

const INDENT = "    ";
const helpFor = (does) => ["Ctrl+Enter {}；Tab 缩进；先按 Esc 再按 Tab 就离开", "Ctrl+Enter {}; Tab indents; Escape, then Tab leaves", inBook(does)];

// The one way to change the text that the reader can undo.
const insert = (text) => document.execCommand(text ? "insertText" : "delete", false, text);

const lineStart = (area) => area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;

// A new line begins where the last one did, and four spaces further after a colon.
const breakLine = (area) => {
  const line = area.value.slice(lineStart(area), area.selectionStart);
  insert(`\n${/^ */.exec(line)[0]}${/:\s*(#.*)?$/.test(line) ? INDENT : ""}`);
};

const indent = (area, isBack) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  if (!isBack && !value.slice(start, end).includes("\n")) {
    insert(" ".repeat(INDENT.length - ((start - lineStart(area)) % INDENT.length)));
    return;
  }
  const first = lineStart(area);
  const lines = value.slice(first, Math.max(end, first)).split("\n");
  const rest = value.slice(end).split("\n")[0]; // of the last line
  lines[lines.length - 1] += rest;
  const moved = lines.map((line) => (isBack ? line.replace(/^ {1,4}/, "") : line && INDENT + line));
  const by = moved.join("\n").length - lines.join("\n").length;
  if (!by) return;
  area.setSelectionRange(first, end + rest.length);
  insert(moved.join("\n"));
  const before = moved[0].length - lines[0].length;
  area.setSelectionRange(Math.max(start + before, first), Math.max(end + by, first));
};

export class Editor {
  constructor(block) {
    this.block = block;
    this.area = make("textarea", "run-area");
    this.help = say(make("p", "run-help"), helpFor(block.does));
    this.help.id = `${block.id}-help`;
    Object.assign(this.area, { value: block.text.replace(/\n$/, ""), spellcheck: false, wrap: "off", autocapitalize: "off", autocomplete: "off" });
    this.area.setAttribute("aria-label", nameOf(["编辑代码", "Edit the code"]));
    this.area.setAttribute("aria-describedby", this.help.id);
    this.area.addEventListener("input", () => block.put(`${this.area.value}\n`));
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.open();
  }

  open() {
    const { code, frame } = this.block;
    frame.classList.add("editing");
    code.classList.add("run-under");
    code.ariaHidden = "true";
    code.removeAttribute("tabindex");
    code.after(this.area);
    frame.querySelector("pre").after(this.help);
    this.area.focus();
  }

  close() {
    const { code, frame } = this.block;
    frame.classList.remove("editing");
    code.classList.remove("run-under");
    code.ariaHidden = null;
    this.area.remove();
    this.help.remove();
  }

  key(event) {
    const { key, isComposing } = event;
    const leaves = this.escaped && key === "Tab";
    if (key !== "Shift") this.escaped = key === "Escape";
    if (isComposing || leaves) return;
    if (key === "Enter" && !event.ctrlKey && !event.metaKey) breakLine(this.area);
    else if (key === "Tab" && !event.ctrlKey && !event.altKey) indent(this.area, event.shiftKey);
    else return;
    event.preventDefault();
  }
}
