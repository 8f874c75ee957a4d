// What is wider than its column scrolls sideways, and a keyboard reaches it while it does. The long
// lines of code and of its outputs can be wrapped instead, on every page at once.
import { nameOf } from "./elements.js";

const KEY = "mlbook.wrap"; // reading.js recalls it before anything is painted
const NAME = nameOf(["长行换行", "Wrap long lines"]);
const SCROLLING = "article :is(math[display=block], .md-typeset__scrollwrap, pre > code:not(.run-under))";
const CLOSED = "details:not([open]) > :not(summary)";
const BAR = ".tool-icons, .md-code__nav"; // of a block: what can be done with it

const root = document.documentElement;

const remember = (isWrapped) => {
  try {
    if (isWrapped) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    return; // the reader has forbidden it: the switch works for this page
  }
};

// An output has no bar: the block that prints it has.
const blockOf = (box) => {
  const frame = box.closest(".highlight");
  const before = frame?.closest(".predicted")?.firstElementChild ?? frame?.previousElementSibling;
  return before?.matches(".printing") ? before : frame;
};

let cut = new Set(); // blocks that are wider than their column, or whose outputs are
const offer = (button) => {
  button.hidden = !root.hasAttribute("data-wrap") && !cut.has(button.closest(".highlight"));
};

// All boxes are measured before any is changed, so that the page is laid out once. What stands in a
// closed fold is not laid out at all: it is measured when the fold opens, which is a toggle.
const measure = () => {
  const boxes = [...document.querySelectorAll(SCROLLING)].filter((box) => !box.closest(CLOSED));
  const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth);
  cut = new Set(wide.map(blockOf));
  for (const box of boxes) {
    if (wide.includes(box)) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
  document.querySelectorAll(".wrap-lines").forEach(offer);
};

const turn = (button) => {
  const before = button.getBoundingClientRect().top;
  const isWrapped = root.toggleAttribute("data-wrap");
  for (const each of document.querySelectorAll(".wrap-lines")) each.setAttribute("aria-pressed", String(isWrapped));
  remember(isWrapped);
  measure();
  window.scrollBy({ top: button.getBoundingClientRect().top - before, behavior: "instant" });
};

const add = (block) => {
  const bar = block.querySelector(BAR);
  if (!bar || block.querySelector(".wrap-lines")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "md-code__button tool wrap-lines";
  button.title = NAME;
  button.setAttribute("aria-label", NAME);
  button.setAttribute("aria-pressed", String(root.hasAttribute("data-wrap")));
  button.addEventListener("click", () => turn(button));
  bar.append(button);
  offer(button);
};

// The bar of a block may come when the block is scrolled into view.
const addAll = () => document.querySelectorAll("article .highlight[id]").forEach(add);
new MutationObserver(addAll).observe(document.querySelector("article"), { childList: true, subtree: true });
addAll();

window.addEventListener("load", measure);
window.addEventListener("resize", measure);
window.addEventListener("pageshow", measure);
document.addEventListener("toggle", measure, { capture: true });
new MutationObserver(measure).observe(root, { attributeFilter: ["data-reading"] });
if (document.readyState === "complete") measure();
