// Gradient descent: the start, the learning rate and the function are the reader's.
import { choice, code, contours, handle, line, make, player, plot, slider, svg } from "./shared/figure.js";

const H = 1e-4; // of the differences by which `mlbook` finds a gradient
const FAR = 1e6; // beyond it a path is not followed
const MOST = 60; // steps
const GRID = 0.1; // of starts

// `code` is f in Python, and computes as f does here, operation by operation.
const FUNCTIONS = {
  bowl: {
    words: ["碗", "Bowl"],
    f: (x, y) => x * x + y * y,
    code: "x[0] * x[0] + x[1] * x[1]",
    size: 5,
    ticks: [-4, -2, 0, 2, 4],
    levels: [1, 4, 9, 16, 25],
    low: 0,
    rate: { step: 0.01, most: 1.2 },
    start: { x: -3, y: 4, lr: 0.1, n: 20 },
  },
  valley: {
    words: ["狭谷", "Narrow valley"],
    f: (x, y) => (x * x) / 20 + y * y,
    code: "x[0] * x[0] / 20 + x[1] * x[1]",
    size: 8,
    ticks: [-8, -4, 0, 4, 8],
    levels: [0.1, 0.5, 1.5, 3, 5, 8, 16, 32],
    low: 0,
    rate: { step: 0.01, most: 1.2 },
    start: { x: -7, y: 2, lr: 0.1, n: 30 },
  },
  two: {
    words: ["两个山谷", "Two valleys"],
    f: (x, y) => x * x * x * x - 4 * x * x + x + y * y,
    code: "x[0] * x[0] * x[0] * x[0] - 4 * x[0] * x[0] + x[0] + x[1] * x[1]",
    size: 2.4,
    ticks: [-2, -1, 0, 1, 2],
    levels: [-5, -4, -3, -2, -1, 0, 1, 2, 4, 8],
    low: -5.5,
    rate: { step: 0.002, most: 0.15 },
    start: { x: 0.5, y: 1.5, lr: 0.02, n: 60 },
  },
  saddle: {
    words: ["马鞍", "Saddle"],
    f: (x, y) => x * x - y * y,
    code: "x[0] * x[0] - x[1] * x[1]",
    size: 2,
    ticks: [-2, -1, 0, 1, 2],
    levels: [-3, -2, -1, -0.5, -0.1, 0.1, 0.5, 1, 2, 3],
    low: -4,
    rate: { step: 0.01, most: 1.2 },
    start: { x: 1.5, y: 0.1, lr: 0.1, n: 25 },
  },
};

const slope = (f, x, y) => [
  (f(x + H, y) - f(x - H, y)) / (2 * H),
  (f(x, y + H) - f(x, y - H)) / (2 * H),
];

// The points that mlbook.descent_path gives, as far as they are not FAR away.
export const path = ({ f: name, x, y, lr, n }) => {
  const { f } = FUNCTIONS[name];
  const points = [[x, y]];
  while (points.length <= n) {
    const [a, b] = points.at(-1);
    if (Math.max(Math.abs(a), Math.abs(b)) > FAR) break;
    const [across, up] = slope(f, a, b);
    points.push([a - lr * across, b - lr * up]);
  }
  return points;
};

const valueOf = ({ f }, [x, y]) => FUNCTIONS[f].f(x, y);
const end = (state) => path(state).at(-1);
const endValue = (state) => valueOf(state, end(state));
const grows = (state) => endValue(state) > valueOf(state, [state.x, state.y]) * (1 + 1e-9);
const notch = ({ f }, lr, by) => Number((lr + by * FUNCTIONS[f].rate.step).toFixed(3));

export const rates = (state) => {
  const { step, most } = FUNCTIONS[state.f].rate;
  return Array.from({ length: Math.round(most / step) }, (_, i) => notch(state, 0, i + 1));
};

// The smallest rate with which the value ends higher than it began.
export const limit = (state) => rates(state).find((lr) => grows({ ...state, lr }));

// The rate with which it ends lowest.
export const best = (state) => {
  const values = rates(state).map((lr) => endValue({ ...state, lr }));
  return rates(state)[values.indexOf(Math.min(...values))];
};

// Whether a start beside this one leads to the other valley.
export const parts = (state) => {
  const sides = [-GRID, 0, GRID].map((by) => end({ ...state, x: state.x + by })[0] > 0);
  return sides[1] !== sides[0] || sides[1] !== sides[2];
};

const numbers = (state) => {
  const points = path(state);
  const [x, y] = points.at(-1);
  return [["n", points.length - 1], ["x_0", x], ["x_1", y], ["f", valueOf(state, [x, y])]];
};

const python = (state) => `import numpy as np
from mlbook import descent_path


def f(x):
    return ${FUNCTIONS[state.f].code}


start = np.array([${code(state.x)}, ${code(state.y)}])
path = descent_path(f, start, lr=${state.lr}, step_num=${path(state).length - 1})
x = path[-1]
print("n =", len(path) - 1)
print(f"x0 = {x[0]:.6g}")
print(f"x1 = {x[1]:.6g}")
print(f"f = {f(x):.6g}")
`;

const goals = [
  {
    words: ["把学习率一格一格调大：从哪一格起，走完以后函数值反而比起点大？", "Raise the learning rate notch by notch: at which does the value first end higher than it began?"],
    applies: ({ f }) => f === "bowl",
    reached: (state) => state.lr === limit(state),
  },
  {
    words: ["起点和步数不变，哪个学习率走得最低？", "From the same start, with as many steps: which learning rate ends lowest?"],
    applies: ({ f }) => f === "valley",
    reached: (state) => state.lr === best(state),
  },
  {
    words: ["左右移动起点：在哪里只差一格，就走进另一个山谷？", "Move the start sideways: where does a single notch lead to the other valley?"],
    applies: ({ f }) => f === "two",
    reached: parts,
  },
  {
    words: ["找一个起点，从那里走到正中间就停住。", "Find a start from which descent comes to the centre and stays there."],
    applies: ({ f }) => f === "saddle",
    reached: (state) => Math.hypot(...end(state)) < 0.01,
  },
];

const draw = (stage, { width, set }) => {
  let state = null;
  const isWide = width >= 560;
  const side = Math.min(isWide ? Math.floor((width - 16) / 2) : width, 360);
  const plots = make("div", "moving-plots");
  const functions = choice({
    label: ["函数", "Function"],
    options: Object.entries(FUNCTIONS).map(([name, { words }]) => [name, words]),
    change: (f) => set({ f, ...FUNCTIONS[f].start }),
  });
  const rate = slider({ label: "η", name: ["学习率", "Learning rate"], min: 0, max: 1, step: 0.01, change: (lr) => set({ lr }) });
  const steps = slider({ label: "n", name: ["步数", "Number of steps"], min: 0, max: MOST, step: 1, change: (n) => set({ n }) });
  const walk = player({
    words: ["走一遍", "Walk"],
    step: () => {
      set({ n: state.n < MOST ? state.n + 1 : 0 });
      return state.n < MOST;
    },
  });
  walk.element.classList.add("moving-play");
  const controls = make("div", "moving-controls", rate.element, make("div", "moving-row", walk.element, steps.element));
  stage.append(functions.element, plots);
  let [shown, map, curve] = [null, null, null];

  // Axes belong to a function; with another one they are drawn anew.
  const lay = (name) => {
    const { size, ticks, levels, f, low } = FUNCTIONS[name];
    const axis = { from: -size, to: size, ticks };
    const above = plot({ width: side, height: side, name: ["等高线上的路径", "The path over the contours"], x: { ...axis, label: "x_0" }, y: { ...axis, label: "x_1" } });
    above.layer.append(svg("path", { class: "moving-contours", d: contours(above, f, levels) }));
    const [way, dots] = [line(above, "c0"), svg("g", { class: "moving-dot c0" })];
    above.layer.append(dots);
    const start = handle(above, { name: ["起点", "Start"], step: GRID, move: ([x, y]) => set({ x, y }) });
    map = { above, way, dots, start };
    const beside = make("div");
    const right = make("div", "", controls, beside);
    right.style.width = `${side}px`;
    plots.replaceChildren(above.element, right);
    curve = { beside, low };
    shown = name;
  };

  // The values, against the step; the scale goes by the value at the start.
  const trace = (values) => {
    const { beside, low } = curve;
    const top = Math.max(values[0], low + 0.5);
    const unit = 10 ** Math.floor(Math.log10((top - low) / 2));
    const apart = unit * [1, 2, 5, 10].find((each) => (top - low) / (unit * each) <= 5);
    const ticks = [];
    for (let tick = Math.ceil(low / apart); tick * apart <= top * 1.001 + (top - low) * 0.15; tick += 1) ticks.push(Number((tick * apart).toPrecision(6)));
    const wide = { width: side, height: isWide ? side - 80 : 220, name: ["函数值随步数的变化", "The value against the step"] };
    const graph = plot({ ...wide, x: { from: 0, to: MOST, ticks: [0, 20, 40, 60], label: "n" }, y: { from: low, to: top + (top - low) * 0.15, ticks, label: "f" } });
    const points = values.map((value, n) => [n, value]);
    line(graph, "c0", points);
    for (const [n, value] of points) if (Math.abs(value) < 1e4) graph.layer.append(svg("circle", { class: "moving-dot c0", r: 2.2, cx: graph.x(n), cy: graph.y(value) }));
    beside.replaceChildren(graph.element);
  };

  return (latest) => {
    state = latest;
    if (state.f !== shown) lay(state.f);
    const { step, most } = FUNCTIONS[state.f].rate;
    Object.assign(rate.input, { min: step, max: most, step });
    functions.put(state.f);
    rate.put(state.lr);
    steps.put(state.n);
    const points = path(state);
    map.way.put(points);
    const inside = points.filter((point) => Math.max(...point.map(Math.abs)) <= 2 * FUNCTIONS[state.f].size);
    map.dots.replaceChildren(...inside.map(([x, y]) => svg("circle", { r: 2.8, cx: map.above.x(x), cy: map.above.y(y) })));
    map.start.put([state.x, state.y], `x0 = ${state.x}, x1 = ${state.y}`);
    trace(points.map((point) => valueOf(state, point)));
  };
};

export const figure = {
  name: ["可以动的图：梯度下降", "A figure that moves: gradient descent"],
  start: { f: "bowl", ...FUNCTIONS.bowl.start },
  numbers,
  python,
  goals,
  draw,
};
