// A race of five optimisers through one valley, with learning rates to choose.
import { code, contours, line, make, player, plot, slider, svg } from "./shared/figure.js";

const [MOST, BOOK] = [100, 30]; // updates: at most, and in the figure of the page
const [STEP, LARGEST] = [0.05, 2]; // learning rates
const TINY = 1e-7;
const START = [-7, 2];
const gradient = ([x, y]) => [x * 0.1, y * 2];

// Of each, a function that makes the change from a gradient g, the state s that it keeps, and the
// number of the update.
const RULES = {
  SGD: (g, s, lr) => -lr * g,
  Momentum: (g, s, lr) => {
    s.v = 0.9 * s.v - lr * g;
    return s.v;
  },
  AdaGrad: (g, s, lr) => {
    s.h += g * g;
    return (-lr * g) / (Math.sqrt(s.h) + TINY);
  },
  RMSProp: (g, s, lr) => {
    s.h = 0.99 * s.h + (1 - 0.99) * (g * g);
    return (-lr * g) / (Math.sqrt(s.h) + TINY);
  },
  Adam: (g, s, lr, n) => {
    s.m = 0.9 * s.m + (1 - 0.9) * g;
    s.v = 0.999 * s.v + (1 - 0.999) * (g * g);
    const rate = (lr * Math.sqrt(1 - 0.999 ** n)) / (1 - 0.9 ** n);
    return (-rate * s.m) / (Math.sqrt(s.v) + TINY);
  },
};
const NAMES = Object.keys(RULES);
const RATES = { SGD: 0.95, Momentum: 0.1, AdaGrad: 1.5, RMSProp: 0.1, Adam: 0.3 };

// The points of `n` updates by a rule, the start first.
export const path = ({ rule, lr, n }) => {
  const kept = START.map(() => ({ v: 0, h: 0, m: 0 }));
  const points = [START];
  while (points.length <= n) {
    const g = gradient(points.at(-1));
    points.push(points.at(-1).map((value, i) => value + RULES[rule](g[i], kept[i], lr, points.length)));
  }
  return points;
};

const distance = (rule, lr, n) => Math.hypot(...path({ rule, lr, n }).at(-1));
const notches = Array.from({ length: Math.round(LARGEST / STEP) }, (_, i) => Number(((i + 1) * STEP).toFixed(2)));

// The rate with which a rule is nearest to the minimum after n updates.
export const best = ({ rule, n }) => {
  const distances = notches.map((lr) => distance(rule, lr, n));
  return notches[distances.indexOf(Math.min(...distances))];
};

// The smallest rate with which it is further away after n updates than at the start.
export const limit = ({ rule, n }) => notches.find((lr) => distance(rule, lr, n) > Math.hypot(...START));

const numbers = ({ n, ...rates }) => [["n", n], ...NAMES.map((rule) => [`|p|_${rule}`, distance(rule, rates[rule], n)])];

const python = ({ n, ...rates }) => `import numpy as np
from mlbook import ${["SGD", "AdaGrad", "Adam", "Momentum", "RMSProp"].join(", ")}

print("n =", ${n})
for optimizer in (${NAMES.map((rule) => `${rule}(lr=${code(rates[rule])})`).join(",\n                  ")}):
    params = {"p": np.array([${START.map(code).join(", ")}])}
    for update in range(${n}):
        optimizer.update(params, {"p": params["p"] * [0.1, 2.0]})
    print(type(optimizer).__name__, f"{np.linalg.norm(params['p']):.6g}")
`;

// Whether Adam is nearer than the others, with their rates and with those of the page.
const adamWins = ({ n, ...rates }) =>
  NAMES.every((rule) => rule === "Adam" || [rates, RATES].every((some) => distance(rule, some[rule], n) > distance("Adam", rates.Adam, n)));

const goals = [
  {
    words: [`更新 ${BOOK} 次：Momentum 取哪个学习率，离最低点最近？`, `With ${BOOK} updates: with which learning rate does Momentum end nearest to the minimum?`],
    reached: ({ n, Momentum }) => n === BOOK && Momentum === best({ rule: "Momentum", n }),
  },
  {
    words: [`还是更新 ${BOOK} 次：给 Adam 选一个学习率，让它胜过其他四种。`, `With ${BOOK} updates again: choose a learning rate with which Adam beats the other four.`],
    reached: (state) => state.n === BOOK && adamWins(state),
  },
  {
    words: [`更新 ${MOST} 次：Momentum 的学习率从哪一格起，终点比起点还远？`, `With ${MOST} updates: from which notch of its rate on does Momentum end further away than it began?`],
    reached: ({ n, Momentum }) => n === MOST && Momentum === limit({ rule: "Momentum", n }),
  },
];

const draw = (stage, { width, set }) => {
  let [state, races, drawn] = [null, {}, ""];
  const across = width - 50; // without the letters at the axes
  const valley = plot({
    width,
    height: Math.round((across / 12) * 5.2) + 44,
    name: ["山谷里的五条路径", "Five paths through the valley"],
    x: { from: -8, to: 4, ticks: [-8, -6, -4, -2, 0, 2, 4], label: "x" },
    y: { from: -2.6, to: 2.6, ticks: [-2, -1, 0, 1, 2], label: "y" },
  });
  valley.layer.append(svg("path", { class: "moving-contours", d: contours(valley, (x, y) => (x * x) / 20 + y * y, [0.1, 0.5, 1.5, 3, 5]) }));
  const star = Array.from({ length: 10 }, (_, i) => {
    const [r, turn] = [i % 2 ? 3 : 8, (Math.PI * i) / 5];
    return `${valley.x(0) + r * Math.sin(turn)},${valley.y(0) - r * Math.cos(turn)}`;
  });
  const ways = NAMES.map((rule, i) => line(valley, `c${i}`));
  const dots = NAMES.map((rule, i) => {
    const group = svg("g", { class: `moving-dot c${i}` });
    valley.layer.append(group);
    return group;
  });
  valley.layer.append(svg("polygon", { class: "moving-dot c5", points: star.join(" ") }));
  const race = player({
    words: ["赛跑", "Race"],
    step: () => {
      set({ n: state.n < MOST ? state.n + 1 : 0 });
      return state.n < MOST;
    },
  });
  race.element.classList.add("moving-play");
  const updates = slider({ label: "n", name: ["更新次数", "Number of updates"], min: 0, max: MOST, step: 1, change: (n) => set({ n }) });
  const rows = NAMES.map((rule, i) => {
    const row = slider({ label: rule, name: [`${rule} 的学习率`, `Learning rate of ${rule}`], min: STEP, max: LARGEST, step: STEP, change: (lr) => set({ [rule]: lr }) });
    row.element.classList.add("moving-named", `c${i}`);
    return row;
  });
  const controls = make("div", "moving-controls moving-pairs", ...rows.map((each) => each.element));
  stage.append(valley.element, make("div", "moving-row", race.element, updates.element), controls);

  return (latest) => {
    state = latest;
    const rates = JSON.stringify(NAMES.map((rule) => state[rule]));
    if (rates !== drawn) races = NAMES.map((rule) => path({ rule, lr: state[rule], n: MOST }));
    drawn = rates;
    updates.put(state.n);
    NAMES.forEach((rule, i) => {
      const points = races[i].slice(0, state.n + 1);
      rows[i].put(state[rule]);
      ways[i].put(points);
      const near = points.filter(([x, y]) => Math.abs(x) < 9 && Math.abs(y) < 4);
      const last = points.length - 1;
      dots[i].replaceChildren(...near.map((point) => svg("circle", { r: point === points[last] ? 5 : 2, cx: valley.x(point[0]), cy: valley.y(point[1]) })));
    });
  };
};

export const figure = {
  name: ["可以动的图：五种优化器", "A figure that moves: five optimisers"],
  start: { ...RATES, n: BOOK },
  numbers,
  python,
  goals,
  draw,
};
