// A pad to write on: with a mouse, a pen, a finger, or by keys. The strokes are the reader's: change(strokes)
// is told of them, put(strokes, shown) shows them, or in their place the picture `shown`.
import { make, say, svg } from "../shared/figure.js";
import { SIDE } from "./picture.js";
import { pixels } from "./views.js";

const NEAR = 0.25; // of 32: points that are nearer to the last one are left out
const STEP = 2; // that an arrow goes
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const NAME = ["写数字的板：方向键移动笔，空格键落笔、提笔，退格键擦掉", "Pad to draw on: arrow keys move the pen, space puts it down and lifts it, backspace clears"];

const kept = (value) => Math.round(Math.min(Math.max(value, 0), SIDE) * 100) / 100;

export const pad = ({ change }) => {
  const lines = svg("g", { class: "digit-lines" });
  const pen = svg("circle", { class: "digit-pen", r: 1.1 });
  const sheet = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" }, lines, pen);
  const given = pixels("digit-given");
  const hint = say(make("span", "digit-hint"), ["在这里写一个数字", "Draw a digit here"]);
  const keys = say(make("span", "digit-keys"), ["方向键移动笔，空格落笔、提笔", "Arrows move the pen, space puts it down or lifts it"]);
  keys.setAttribute("aria-hidden", "true"); // the name says it
  const element = make("div", "digit-pad", given.element, sheet, hint, keys);
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", NAME.join(" · "));
  let [strokes, here, isDown] = [[], [SIDE / 2, SIDE / 4], false];

  const begin = (point) => change([...strokes, [point]]);
  const extend = (points) => {
    const last = strokes.at(-1);
    const more = [...last];
    for (const [x, y] of points) {
      const [a, b] = more.at(-1);
      if (Math.hypot(x - a, y - b) >= NEAR) more.push([x, y]);
    }
    if (more.length > last.length) change([...strokes.slice(0, -1), more]);
  };

  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    return [kept(((clientX - left) / width) * SIDE), kept(((clientY - top) / height) * SIDE)];
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    element.setPointerCapture(event.pointerId);
    lift();
    begin(at(event));
  });
  element.addEventListener("pointermove", (event) => {
    if (!element.hasPointerCapture(event.pointerId) || !strokes.length) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    extend((passed.length ? passed : [event]).map(at));
  });

  const show = () => {
    pen.setAttribute("cx", here[0]);
    pen.setAttribute("cy", here[1]);
    element.toggleAttribute("data-down", isDown);
  };
  const lift = () => {
    isDown = false;
    show();
  };
  const go = ([x, y]) => {
    here = [kept(here[0] + x), kept(here[1] + y)];
    if (isDown) extend([here]);
    show();
  };
  element.addEventListener("blur", lift);
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS[event.key]) go(ARROWS[event.key]);
    else if (event.key === " ") {
      isDown = !isDown;
      if (isDown) begin(here);
      show();
    } else if (event.key === "Backspace" || event.key === "Delete") {
      lift();
      change([]);
    } else return;
    event.preventDefault();
  });
  show();

  const put = (some, shown) => {
    strokes = some;
    if (!strokes.length) isDown = false;
    const drawn = strokes.map((stroke) => svg("polyline", { points: [stroke[0], ...stroke].map((point) => point.join()).join(" ") }));
    lines.replaceChildren(...drawn);
    given.put(shown);
    hint.hidden = keys.hidden = Boolean(shown) || strokes.length > 0;
    show();
  };
  return { element, put };
};
