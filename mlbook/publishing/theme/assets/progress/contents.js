// Marks each chapter in the contents: read, and how many of its exercises are solved.
import { make, say } from "../elements.js";
import { loading, SITE, stateOf } from "./totals.js";

const links = new Map();
for (const link of document.querySelectorAll(".contents a.md-nav__link")) {
  links.set(new URL(link.href).pathname.slice(SITE.pathname.length), link);
}

const mark = (link, { isRead, solved, exercises }) => {
  const marks = [];
  if (isRead) marks.push(make("span", "read-mark", make("span", "tick"), say(make("span", "unseen"), ["读完了", "Read"])));
  if (solved) {
    const short = make("span", "", `${solved}/${exercises}`);
    short.ariaHidden = "true";
    const words = say(make("span", "unseen"), ["练习已完成 {} / {}", "{} of {} exercises solved", solved, exercises]);
    marks.push(make("span", "solved-part", short, words));
  }
  link.querySelector(".done")?.remove();
  if (marks.length) link.append(make("span", "done", ...marks));
};

const show = (totals) => {
  for (const state of stateOf(totals)) {
    const link = links.get(state.address);
    if (link) mark(link, state);
  }
};

loading().then((totals) => {
  show(totals);
  document.addEventListener("mlbook:progress", () => show(totals));
});
