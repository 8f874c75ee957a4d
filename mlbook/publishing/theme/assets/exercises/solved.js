// Marks the exercises of this page that the reader has solved, and counts them beside the title of their section.
import { make, say } from "../elements.js";
import { all } from "../progress.js";

const frames = [...document.querySelectorAll("article .exercise-start[data-key]")];

const headingOf = (frame) => {
  let each = frame;
  while (each && !each.matches("h2, h3")) each = each.previousElementSibling;
  return each;
};

const mark = (heading, isSolved) => {
  const before = heading.querySelector(".solved-mark");
  if (isSolved === Boolean(before)) return;
  if (before) return before.remove();
  const element = make("span", "solved-mark", make("span", "tick"), say(make("span", "unseen"), ["已完成", "Solved"]));
  heading.insertBefore(element, heading.querySelector(".headerlink"));
};

const place = document.querySelector("article h2#exercises");
const count = make("span", "solved-count");

const show = () => {
  const { exercises } = all();
  const isSolved = (frame) => Object.hasOwn(exercises, frame.dataset.key);
  for (const frame of frames) {
    const heading = headingOf(frame);
    if (heading) mark(heading, isSolved(frame));
  }
  const solved = frames.filter(isSolved).length;
  if (solved) {
    say(count, ["已完成 {} / {}", "{} of {} solved", solved, frames.length]);
    place?.append(count);
  } else count.remove();
};

show();
document.addEventListener("mlbook:progress", show);
