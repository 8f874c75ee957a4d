// Softmax and cross-entropy: three scores are dragged, their probabilities follow, and the loss is
// the height of the curve above the probability of the right class.
import { choice, code, handle, line, make, plot, svg } from "./shared/figure.js";

const [LOW, HIGH, STEP] = [-6, 6, 0.1];
const CLASSES = [0, 1, 2];
const NETWORKS = [["A", 0.6], ["B", 0.1]]; // of the section, and what each gives the right class
const GUARD = 1e-7; // which keeps the logarithm finite
const LEAST = 0.0025; // the smallest probability that the curve shows

export const softmax = ({ a }) => {
  const top = Math.max(...a);
  const powers = a.map((each) => Math.exp(each - top));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
};

export const loss = (state) => Math.max(-Math.log(softmax(state)[state.t] + GUARD), 0);

const start = { a: [2, 1, -1], t: 0 };

const numbers = (state) => [...softmax(state).map((y, k) => [`y_${k}`, y]), ["L", loss(state)]];

const python = ({ a, t }) => `import numpy as np
from mlbook import cross_entropy_error, softmax

a = np.array([${a.map(code).join(", ")}])
y = softmax(a)
for k in range(3):
    print(f"y{k} = {y[k]:.6g}")
print(f"L = {cross_entropy_error(y, ${t}):.6g}")
`;

const same = (one, other) => Math.abs(one - other) < STEP / 2;

const goals = [
  {
    words: ["不动正确的类的得分，让损失升到 2 以上。", "Bring the loss above 2 without touching the score of the right class."],
    reached: (state) => state.t === start.t && same(state.a[state.t], start.a[state.t]) && loss(state) > 2,
  },
  {
    words: ["三个得分都动，而损失不变。", "Move all three scores and keep the loss."],
    reached: ({ a, t }) => {
      const moved = a.map((each, k) => each - start.a[k]);
      return t === start.t && moved.every((by) => !same(by, 0) && same(by, moved[0]));
    },
  },
  {
    words: ["得分在 −6 与 6 之间，损失最小能到多少？", "With scores between −6 and 6: how small can the loss become?"],
    reached: ({ a, t }) => a.every((each, k) => same(each, k === t ? HIGH : LOW)),
  },
];

const draw = (stage, { width, state: first, set }) => {
  const isWide = width >= 560;
  const small = Math.floor(isWide ? (width - 32) / 3 : (width - 16) / 2);
  const classes = { from: -0.5, to: 2.5, ticks: CLASSES, label: "k" };
  const scores = plot({ width: small, height: 240, name: ["得分", "Scores"], x: classes, y: { from: LOW, to: HIGH, ticks: [-6, -3, 0, 3, 6], label: "a_k" } });
  const shares = plot({ width: small, height: 240, name: ["概率", "Probabilities"], x: classes, y: { from: 0, to: 1, ticks: [0, 0.5, 1], label: "y_k" } });
  const curve = plot({ width: isWide ? small : Math.min(width, 360), height: 240, name: ["损失", "Loss"], x: { from: 0, to: 1, ticks: [0, 0.5, 1], label: "y_c" }, y: { from: 0, to: 6, ticks: [0, 2, 4, 6], label: "L" } });
  const points = Array.from({ length: 400 }, (_, i) => LEAST + ((1 - LEAST) * i) / 399);
  line(curve, "c0", points.map((y) => [y, -Math.log(y)]));
  for (const [name, y] of NETWORKS) {
    const [across, up] = [curve.x(y), curve.y(-Math.log(y))];
    const letter = svg("text", { x: across + 8, y: up - 5 }, name);
    curve.layer.append(svg("circle", { class: "moving-dot c5", r: 3.5, cx: across, cy: up }), letter);
  }
  const point = svg("circle", { class: "moving-dot c1", r: 5 });
  const drop = svg("path", { class: "moving-line c1" });
  curve.layer.append(drop, point);

  let { a } = first;
  const bar = (on, k) => {
    const element = svg("rect", { width: 0.6 * (on.x(1) - on.x(0)), x: on.x(k - 0.3) });
    on.layer.append(element);
    return (value, isRight) => {
      const [top, foot] = [on.y(Math.max(value, 0)), on.y(Math.min(value, 0))];
      Object.entries({ y: top, height: foot - top, class: `moving-dot ${isRight ? "c1" : "c5"}` }).forEach(([name, each]) => element.setAttribute(name, each));
    };
  };
  const [scoreBars, shareBars] = [scores, shares].map((on) => CLASSES.map((k) => bar(on, k)));
  const handles = CLASSES.map((k) =>
    handle(scores, {
      name: [`第 ${k} 类的得分`, `Score of class ${k}`],
      step: STEP,
      move: ([, y]) => set({ a: a.map((each, i) => (i === k ? y : each)) }),
    }),
  );
  for (const { element } of handles) element.setAttribute("aria-orientation", "vertical");
  const right = choice({
    label: ["正确的类", "The right class"],
    options: CLASSES.map((k) => [k, [`正确的是 ${k}`, `${k} is right`]]),
    change: (t) => set({ t }),
  });
  stage.append(right.element, make("div", "moving-plots", scores.element, shares.element, curve.element));

  return (state) => {
    a = state.a;
    const y = softmax(state);
    for (const k of CLASSES) {
      scoreBars[k](a[k], k === state.t);
      shareBars[k](y[k], k === state.t);
      handles[k].put([k, a[k]], `a${k} = ${a[k]}`);
      const range = { valuenow: a[k], valuemin: LOW, valuemax: HIGH }; // it moves up and down alone
      for (const [name, value] of Object.entries(range)) handles[k].element.setAttribute(`aria-${name}`, value);
    }
    right.put(state.t);
    const [across, up] = [curve.x(y[state.t]), curve.y(Math.min(loss(state), 20))];
    point.setAttribute("cx", across);
    point.setAttribute("cy", up);
    drop.setAttribute("d", `M${across} ${curve.y(0)}V${up}`);
  };
};

export const figure = {
  name: ["可以动的图：softmax 与交叉熵", "A figure that moves: softmax and cross-entropy"],
  start,
  numbers,
  python,
  goals,
  draw,
};
