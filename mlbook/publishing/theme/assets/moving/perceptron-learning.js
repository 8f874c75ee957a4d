// The perceptron and its learning rule: the line is the reader's to turn and shift, or the rule's.
import { button, choice, code, digits, handle, line, make, player, plot, slider, svg, uniform } from "./shared/figure.js";

const MOST = 100; // updates: of XOR there would be no end
const [STEP, WIDEST] = [0.05, 5]; // of weights and bias
const STAYING = { 1: ["2 4", -1], 2: ["7 4", 1], 5: ["8 3 2 3", 1], 21: ["none", -1] }; // updates whose lines stay: dashes, side of the number
const CORNERS = [[0, 0], [1, 0], [0, 1], [1, 1]];

// The 60 points of the page, which keep away from the line between the classes.
const randomPoints = () => {
  const next = uniform(11);
  const all = Array.from({ length: 200 }, () => [-1 + 2 * next(), -1 + 2 * next()]);
  const side = ([a, b]) => a * 0.6 + b * 0.8 - 0.1;
  const x = all.filter((point) => Math.abs(side(point)) > 0.08).slice(0, 60);
  return { x, t: x.map((point) => Number(side(point) > 0)) };
};

const SETS = {
  points: {
    words: ["60 个点", "60 points"],
    ...randomPoints(),
    code: `x = np.random.default_rng(11).uniform(-1, 1, (200, 2))
side = x @ [0.6, 0.8] - 0.1
far = abs(side) > 0.08
x, t = x[far][:60], (side[far][:60] > 0).astype(int)`,
    axis: { from: -1.2, to: 1.2, ticks: [-1, -0.5, 0, 0.5, 1] },
    start: { w: [0, 0], b: 0, updates: 1 },
  },
  and: {
    words: ["与门", "AND"],
    x: CORNERS,
    t: [0, 0, 0, 1],
    axis: { from: -0.6, to: 1.6, ticks: [0, 1] },
    start: { w: [0.5, -0.5], b: 0.25, updates: 0 },
  },
  xor: {
    words: ["异或门", "XOR"],
    x: CORNERS,
    t: [0, 1, 1, 0],
    axis: { from: -0.6, to: 1.6, ticks: [0, 1] },
    start: { w: [0.5, 0.5], b: 0.25, updates: 0 },
  },
};

const sum = ({ w, b }, x) => w[0] * x[0] + w[1] * x[1] + b;
const answer = (perceptron, x) => (sum(perceptron, x) > 0 ? 1 : 0);

// How many samples of a set a perceptron gets wrong.
export const wrong = (set, perceptron) => {
  const { x, t } = SETS[set];
  return x.filter((point, i) => answer(perceptron, point) !== t[i]).length;
};

// Weights and bias after each update: [start, after one, …]; it ends early when nothing is wrong.
export const path = ({ set, w, b, updates }) => {
  const { x, t } = SETS[set];
  const seen = [{ w, b }];
  for (let [i, right] = [0, 0]; seen.length <= updates && right < x.length; i = (i + 1) % x.length) {
    const now = seen.at(-1);
    const error = t[i] - answer(now, x[i]);
    right = error ? 0 : right + 1;
    if (error) seen.push({ w: now.w.map((each, k) => each + error * x[i][k]), b: now.b + error });
  }
  return seen;
};

// The fewest wrong answers of any line through a grid of points that is finer than the samples'.
export const fewest = (set) => {
  const values = [-1, -0.5, 0, 0.5, 1];
  const tried = values.flatMap((first) => values.flatMap((second) => [-1.5, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25].map((b) => ({ w: [first, second], b }))));
  return Math.min(...tried.map((each) => wrong(set, each)));
};

const numbers = (state) => {
  const seen = path(state);
  const { w, b } = seen.at(-1);
  return [[["更新次数", "updates"], seen.length - 1], ["w_1", w[0]], ["w_2", w[1]], ["b", b], [["答错", "wrong"], wrong(state.set, { w, b })]];
};

const python = (state) => {
  const { x, t, code: points } = SETS[state.set];
  const listed = () => `x = np.array([${x.map((each) => `[${each.join(", ")}]`).join(", ")}])\nt = np.array([${t.join(", ")}])`;
  const updates = path(state).length - 1;
  const learning = `
updates = i = 0
while updates < ${updates}:
    updates += learner.fit(x[i:i + 1], t[i:i + 1], max_epochs=1)[0]
    i = (i + 1) % len(x)`;
  return `import numpy as np
from mlbook import Perceptron

${points ?? listed()}
learner = Perceptron([${state.w.map(code).join(", ")}], ${code(state.b)})${updates ? learning : "\nupdates = 0"}
w, b = learner.weights, learner.bias
print("updates =", updates)
print(f"w1 = {w[0]:.6g}")
print(f"w2 = {w[1]:.6g}")
print(f"b = {b:.6g}")
print("wrong =", np.sum(learner.predict(x) != t))
`;
};

const wrongOf = (state) => wrong(state.set, path(state).at(-1));

const goals = [
  {
    words: ["一次一次地更新，直到没有点答错：要更新几次？", "One update after the other, until no point is wrong: how many does it take?"],
    applies: ({ set }) => set === "points",
    reached: (state) => path(state).length > 1 && wrongOf(state) === 0,
  },
  {
    words: ["自己转动、移动直线，让四个点都答对。", "Turn and shift the line yourself until all four answers are right."],
    applies: ({ set }) => set === "and",
    reached: (state) => state.updates === 0 && wrongOf(state) === 0,
  },
  {
    words: ["一条直线最多能答对几个点？找到这样一条，再看规则怎样一直改下去。", "How many points can one line get right at most? Find such a line, then watch how the rule goes on for ever."],
    applies: ({ set }) => set === "xor",
    reached: (state) => wrongOf(state) === fewest("xor"),
  },
];

const snap = (value) => Number((Math.round(Math.min(Math.max(value, -WIDEST), WIDEST) / STEP) * STEP).toFixed(2)) + 0;

// Where a line meets the plot: of the half-plane with the answer 1 the corners, and its border.
const regionOf = (perceptron, { from, to }) => {
  const corners = [[from, from], [to, from], [to, to], [from, to]];
  const [region, border] = [[], []];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % 4];
    const [here, there] = [sum(perceptron, corner), sum(perceptron, next)];
    if (here > 0) region.push(corner);
    if (here > 0 === there > 0) return;
    const part = here / (here - there);
    const cut = corner.map((value, k) => value + part * (next[k] - value));
    region.push(cut);
    border.push(cut);
  });
  return { region, border };
};

const draw = (stage, { width, set }) => {
  const isWide = width >= 560;
  const side = Math.min(isWide ? Math.floor((width - 16) / 2) : width, 360);
  const plots = make("div", "moving-plots");
  let [state, shown, map] = [null, null, null];
  const now = () => path(state).at(-1);
  const byHand = ({ w = now().w, b = now().b }) => set({ w: w.map(snap), b: snap(b), updates: 0 });
  const sets = choice({
    label: ["样本", "Samples"],
    options: Object.entries(SETS).map(([name, { words }]) => [name, words]),
    change: (name) => set({ set: name, ...SETS[name].start }),
  });
  const text = (value) => digits(Number(value.toFixed(2)));
  const range = { min: -WIDEST, max: WIDEST, step: STEP, text };
  const sliders = [
    slider({ label: "w_1", name: ["权重 w1", "Weight w1"], ...range, change: (value) => byHand({ w: [value, now().w[1]] }) }),
    slider({ label: "w_2", name: ["权重 w2", "Weight w2"], ...range, change: (value) => byHand({ w: [now().w[0], value] }) }),
    slider({ label: "b", name: ["偏置", "Bias"], ...range, change: (value) => byHand({ b: value }) }),
  ];
  const canLearn = () => path(state).length <= MOST && wrongOf(state) > 0;
  const step = () => {
    if (canLearn()) set({ updates: path(state).length });
    return canLearn();
  };
  const next = button("moving-button moving-next", ["下一次更新", "Next update"], step);
  const learn = player({ words: ["一直学下去", "Learn on"], step });
  learn.element.classList.add("moving-play");
  const anew = button("moving-button moving-anew", ["从零开始", "From zero"], () => set({ w: [0, 0], b: 0, updates: 0 }));
  const buttons = make("div", "moving-bar", next, learn.element, anew);
  const controls = make("div", "moving-controls", ...sliders.map((each) => each.element));
  const beside = make("div", "moving-beside", controls, buttons);
  beside.style.width = `${side}px`;
  stage.append(sets.element, plots);

  // The handles: one on the line, where it is nearest to the middle, and one at the arrow's end.
  const placesOf = ({ w, b }, { from, to }) => {
    const [middle, long, size] = [(from + to) / 2, (to - from) / 5, Math.hypot(...w)];
    if (!size) return { foot: [middle, middle], tip: [middle, middle] };
    const off = sum({ w, b }, [middle, middle]) / size ** 2;
    const foot = w.map((each) => Math.min(Math.max(middle - off * each, from), to));
    return { foot, tip: foot.map((value, i) => value + (long * w[i]) / size) };
  };

  const turn = (tip) => {
    const { w, b } = now();
    const { foot } = placesOf({ w, b }, SETS[state.set].axis);
    const along = tip.map((value, i) => value - foot[i]);
    const [size, length] = [Math.hypot(...w) || 1, Math.hypot(...along)];
    if (!length) return;
    const turned = along.map((value) => snap((value / length) * Math.min(Math.max(size, 0.5), 2)));
    byHand({ w: turned, b: -(turned[0] * foot[0] + turned[1] * foot[1]) });
  };

  const shift = (point) => byHand({ b: -(now().w[0] * point[0] + now().w[1] * point[1]) });

  const lay = (name) => {
    const { x, t, axis } = SETS[name];
    const plane = plot({ width: side, height: side, name: ["样本与直线", "Samples and the line"], x: { ...axis, label: "x_1" }, y: { ...axis, label: "x_2" } });
    const region = svg("polygon", { class: "moving-region c0" });
    const stayed = svg("g");
    plane.layer.append(region, stayed);
    const border = line(plane, "c0");
    const arrow = line(plane, "c3");
    const [size, reach] = x.length > 4 ? [4, 8] : [6, 12];
    const rings = x.map((point, i) => {
      const [left, top] = [plane.x(point[0]), plane.y(point[1])];
      const cross = `M${left - size} ${top - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
      plane.layer.append(t[i] ? svg("circle", { class: "moving-dot c1", r: size, cx: left, cy: top }) : svg("path", { class: "moving-line c2", d: cross }));
      const ring = svg("circle", { class: "moving-ring", r: reach, cx: left, cy: top });
      plane.layer.append(ring);
      return ring;
    });
    const shifting = handle(plane, { name: ["移动直线", "Shift the line"], step: STEP, move: shift, classes: "c0" });
    const turning = handle(plane, { name: ["转动直线", "Turn the line"], step: STEP, move: turn, classes: "c3" });
    plots.replaceChildren(plane.element, beside);
    map = { plane, region, border, arrow, rings, shifting, turning, stayed };
    shown = name;
  };

  const stay = (seen, axis) => {
    const { plane, stayed } = map;
    stayed.replaceChildren();
    for (const [update, [dashes, above]] of Object.entries(STAYING)) {
      const { border } = seen[update] ? regionOf(seen[update], axis) : { border: [] };
      if (border.length < 2) continue;
      const [here, there] = border.map(([x, y]) => [plane.x(x), plane.y(y)]).sort((a, b) => b[0] - a[0]);
      const [right, down] = here.map((value, i) => (there[i] - value) / Math.hypot(here[0] - there[0], here[1] - there[1]));
      const at = { x: here[0] + 24 * right - 11 * above * down, y: here[1] + 24 * down + 11 * above * right + 5 };
      stayed.append(
        svg("path", { class: "moving-line c0", "stroke-dasharray": dashes, d: `M${here}L${there}` }),
        svg("text", { class: "moving-letter", ...at, "text-anchor": "middle" }, update),
      );
    }
  };

  return (latest) => {
    state = latest;
    if (state.set !== shown) lay(state.set);
    const [seen, { axis, x, t }] = [path(state), SETS[state.set]];
    const { w, b } = seen.at(-1);
    sets.put(state.set);
    [...w, b].forEach((value, i) => sliders[i].put(value));
    const { region, border } = regionOf({ w, b }, axis);
    map.region.setAttribute("points", region.map(([a, c]) => `${map.plane.x(a)},${map.plane.y(c)}`).join(" "));
    map.border.put(border);
    stay(seen, axis);
    x.forEach((point, i) => map.rings[i].toggleAttribute("data-wrong", answer({ w, b }, point) !== t[i]));
    const { foot, tip } = placesOf({ w, b }, axis);
    map.arrow.put([foot, tip]);
    const heard = `w1 = ${text(w[0])}, w2 = ${text(w[1])}, b = ${text(b)}`;
    map.shifting.put(foot, heard);
    map.turning.put(tip, heard);
  };
};

export const figure = {
  name: ["可以动的图：感知机", "A figure that moves: the perceptron"],
  start: { set: "points", ...SETS.points.start },
  numbers,
  python,
  goals,
  draw,
};
