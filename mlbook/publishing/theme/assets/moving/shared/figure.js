// A figure that moves. `assets/moving/NAME.js` takes the place of the drawing `figures/NAME.svg`; it
// imports from here, and from a folder of its own if it needs one, and exports
//
//   figure = {
//     name: [zh, en]       what a screen reader calls it
//     start: {…}           the state it begins with: plain JSON; what it shows then is the drawing
//     draw(stage, { width, state, set })
//                          builds plots and controls in the element `stage`, `width` pixels wide;
//                          set({ n: 3 }) changes the state; returns show(state), which is called
//                          after every change and makes all that is on the screen agree with it
//     numbers(state)       [[label, value], …], what it shows in figures; label: "x_0" or [zh, en]
//     python(state)        a program that stands alone and prints these numbers, in this order, each
//                          on a line of its own as f"{value:.6g}"
//     spoken(state)        [zh, en], what a screen reader hears of it; without it, the numbers
//     goals: [{ words: [zh, en], applies(state), reached(state) }]
//                          what the reader is to find, one after the other; `applies` may be left out
//   }
//
// with its functions of the state pure, and exported where a test wants them. Its answers are computed,
// by the formula of `mlbook`; none is typed. tests/browser/test_moving.py drives every figure: it reads
// the state in data-state of `.moving`, the numbers in the <data> of `.moving-numbers`, and runs what
// the button copies.
//
// plot.js:     svg, plot (axes, clipped layer, at(event)), line, handle (dragged, or by arrow keys)
// controls.js: slider, choice, player (plays; in stillness goes to the end at once)
// contours.js: contours of a function of two variables
// random.js:   uniform(seed), the numbers of np.random.default_rng(seed).uniform
// digits.js:   digits(value), six of them, as "−0.25"; code(value), as Python reads it
import { copy, toast } from "../../blocks.js";
import { button, make, say } from "../../elements.js";
import { digits, symbol } from "./digits.js";

export { button, make, say } from "../../elements.js";
export { contours } from "./contours.js";
export { choice, player, slider } from "./controls.js";
export { code, digits, symbol } from "./digits.js";
export { handle, line, plot, svg } from "./plot.js";
export { uniform } from "./random.js";

const QUIET = 700; // milliseconds after the last change, before a screen reader hears of it

const labelOf = (label) => (Array.isArray(label) ? say(make("span"), label) : symbol(label));

const numberOf = ([label, value]) => {
  const shown = make("data", "", digits(value));
  shown.value = String(value);
  return make("span", "moving-number", labelOf(label), " = ", shown);
};

const heard = (numbers) => numbers.map(([label, value]) => `${label} = ${digits(value)}`.replace(/_(?=\d)/, "").replace("_", " "));

const listed = (numbers) => {
  const named = (at) => numbers.map(([label, value]) => [Array.isArray(label) ? label[at] : label, value]);
  return ["，", ", "].map((comma, at) => heard(named(at)).join(comma));
};

class Goal {
  constructor({ words, applies = () => true, reached }) {
    Object.assign(this, { applies, reached, isDone: false });
    this.done = say(make("span", "moving-done"), ["做到了", "Done"]);
    this.element = make("p", "moving-goal", make("span", "moving-mark"), make("span", "", say(make("span"), words), " ", this.done));
  }

  show(isShown) {
    this.element.hidden = !isShown;
    this.element.toggleAttribute("data-reached", this.isDone);
    this.done.hidden = !this.isDone;
  }
}

// One goal at a time; those that were reached stay. Returns whether one has just been reached.
const look = (goals, state, isTouched) => {
  const here = goals.filter((goal) => goal.applies(state));
  const open = () => here.find((goal) => !goal.isDone);
  const isNew = isTouched && (open()?.reached(state) ?? false);
  if (isNew) open().isDone = true;
  const next = open();
  for (const goal of goals) goal.show(here.includes(goal) && (goal.isDone || goal === next));
  return isNew;
};

export const mount = (place, name, figure) => {
  let state = structuredClone(figure.start);
  let [show, timer, isDone] = [() => {}, 0, false];
  const stage = make("div", "moving-stage");
  const numbers = make("p", "moving-numbers");
  const live = make("p", "moving-live");
  live.setAttribute("role", "status");
  const goals = figure.goals.map((each) => new Goal(each));
  const copied = async () => {
    if (await copy(figure.python(state))) toast(["已复制为 Python", "Copied as Python"]);
  };
  const bar = make(
    "div",
    "moving-bar",
    button("moving-button moving-reset", ["还原", "Reset"], () => set(figure.start)),
    button("moving-button moving-copy", ["复制为 Python", "Copy as Python"], copied),
  );
  const whole = make("div", "moving", ...goals.map((each) => each.element), stage, numbers, bar, live);
  whole.setAttribute("role", "group");
  whole.setAttribute("aria-label", figure.name.join(" · "));

  const announce = () => {
    const [zh, en] = figure.spoken?.(state) ?? listed(figure.numbers(state));
    say(live, isDone ? [`目标达到了。${zh}`, `Goal reached. ${en}`] : [zh, en]);
    isDone = false;
  };

  const refresh = (isTouched) => {
    whole.dataset.state = JSON.stringify(state);
    show(state);
    numbers.replaceChildren(...figure.numbers(state).map(numberOf));
    isDone = look(goals, state, isTouched) || isDone;
    if (!isTouched) return;
    clearTimeout(timer);
    timer = setTimeout(announce, QUIET);
  };

  const set = (changes) => {
    state = { ...state, ...structuredClone(changes) };
    refresh(true);
  };

  // Plots are drawn in the pixels that there are, so that letters keep their size on a phone.
  const draw = (width) => {
    const stops = () => [...stage.querySelectorAll("input, button, [tabindex]")];
    const focused = stops().indexOf(document.activeElement);
    stage.replaceChildren();
    show = figure.draw(stage, { width, state, set });
    refresh(false);
    stops()[focused]?.focus();
  };

  place.querySelector("figcaption").before(whole);
  place.dataset.moving = name; // the drawing is left to paper
  let drawn = 0;
  const fit = () => {
    const width = Math.floor(stage.getBoundingClientRect().width);
    if (!width || width === drawn) return;
    drawn = width;
    draw(width);
  };
  fit(); // at once: what is below it would move
  new ResizeObserver(fit).observe(stage);
};
