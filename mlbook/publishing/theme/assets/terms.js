// Shows what a term means to those who point at it, come to it with the keyboard, or tap it. A mark
// is a link with the meaning in its title, and works without this as any link does.
import { inBook, languages } from "./elements.js";

const SECTION = inBook(["讲它的一节", "The section that teaches it"]);
const GAP = 6; // pixels between a term and its note

const note = document.createElement("div");
note.className = "term-note";
note.popover = "manual";
note.id = "term-note";
const [meaning, teaches] = ["p", "a"].map((tag) => note.appendChild(document.createElement(tag)));
meaning.id = "term-meaning";

let shown = null; // the term whose note is open
let closing = 0;

// The title would show a second note, the browser's own, so it is put by while this one is open.
const close = () => {
  clearTimeout(closing);
  if (!shown) return;
  shown.title = meaning.textContent;
  shown.removeAttribute("aria-describedby");
  shown = null;
  note.hidePopover();
};

// Below the term, or above it where there is no room; a term may go over the end of a line.
const place = () => {
  const lines = [...shown.getClientRects()];
  const [first, last] = [lines[0], lines.at(-1)];
  const { width, height } = note.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const isBelow = last.bottom + GAP + height < clientHeight;
  const left = (isBelow ? last : first).left;
  note.style.left = `${Math.max(GAP, Math.min(left, clientWidth - width - GAP))}px`;
  note.style.top = `${isBelow ? last.bottom + GAP : Math.max(GAP, first.top - GAP - height)}px`;
};

const open = (term) => {
  clearTimeout(closing);
  if (term === shown) return;
  close();
  const language = term.closest("[lang]").lang;
  note.lang = language;
  meaning.textContent = term.title;
  teaches.textContent = SECTION[Math.max(languages.indexOf(language), 0)];
  teaches.href = term.href;
  term.removeAttribute("title");
  term.setAttribute("aria-describedby", meaning.id);
  shown = term;
  if (!note.isConnected) document.body.append(note);
  note.showPopover();
  place();
};

// The pointer may go from a term to its note; both count as the place to stay in.
const closeSoon = () => {
  clearTimeout(closing);
  closing = setTimeout(close, 300);
};

const termAt = (event) => event.target.closest?.("a.term");
const isInside = (event) => note.contains(event.target);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  if (termAt(event)) open(termAt(event));
  else if (isInside(event)) clearTimeout(closing);
  else if (shown && shown !== document.activeElement) closeSoon();
});
document.addEventListener("focusin", (event) => {
  if (termAt(event)?.matches(":focus-visible")) open(termAt(event));
  else if (!isInside(event)) close();
});

// A first tap shows the note, a second one follows the link.
document.addEventListener("click", (event) => {
  const term = termAt(event);
  if (!term) {
    if (!isInside(event)) close();
  } else if (event.pointerType === "touch" && term !== shown) {
    event.preventDefault();
    open(term);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
document.addEventListener("scroll", () => shown && place(), { passive: true });
