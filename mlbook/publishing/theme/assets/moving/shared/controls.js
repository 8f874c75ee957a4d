// Controls of a figure: a slider, a choice of a few, a button that plays.
import { button, make, say } from "../../elements.js";
import { digits, symbol } from "./digits.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const BEAT = 120; // milliseconds from one step of a player to the next

const OTHERS = ["pointerdown", "keydown", "input"]; // events of what a reader does

let groups = 0;

// `label` is "x_0" or [zh, en]; change(value) is told what the reader sets, put(value) shows it.
export const slider = ({ label, name = label, min, max, step, change, text = digits }) => {
  const input = make("input");
  Object.assign(input, { type: "range", name: Array.isArray(label) ? label[1] : label, min, max, step });
  input.setAttribute("aria-label", Array.isArray(name) ? name.join(" · ") : name);
  input.addEventListener("input", () => change(input.valueAsNumber));
  const shown = make("span", "moving-value");
  const named = Array.isArray(label) ? say(make("span", "moving-label"), label) : symbol(label);
  const element = make("label", "moving-slider", named, input, shown);
  const put = (value) => {
    input.value = value;
    shown.textContent = text(value);
    input.setAttribute("aria-valuetext", text(value));
  };
  return { element, input, put };
};

// `options` are [value, [zh, en]].
export const choice = ({ label, options, change }) => {
  const name = `moving-choice-${(groups += 1)}`;
  const inputs = new Map();
  const labels = options.map(([value, words]) => {
    const input = make("input");
    Object.assign(input, { type: "radio", name, value });
    input.addEventListener("change", () => change(value));
    inputs.set(value, input);
    return make("label", "", input, say(make("span"), words));
  });
  const element = make("div", "moving-choice", ...labels);
  element.setAttribute("role", "radiogroup");
  element.setAttribute("aria-label", label.join(" · "));
  const put = (value) => {
    inputs.get(value).checked = true;
  };
  return { element, put };
};

// A button that takes one step after the other until step() returns false, it is pressed again, or
// the reader does anything else with the figure. Readers who want no motion get to the end at once.
export const player = ({ words, step }) => {
  let timer = 0;
  let whole = null;
  const onOther = ({ target }) => {
    if (!element.contains(target)) stop();
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    for (const type of OTHERS) whole?.removeEventListener(type, onOther, true);
    say(element, words);
  };
  const press = () => {
    if (timer) return stop();
    if (still.matches) {
      while (step());
      return;
    }
    whole = element.closest(".moving");
    for (const type of OTHERS) whole.addEventListener(type, onOther, true);
    say(element, ["暂停", "Pause"]);
    timer = setInterval(() => {
      if (!element.isConnected || !step()) stop();
    }, BEAT);
  };
  const element = button("moving-button", words, press);
  return { element, stop };
};
