// The graph of a bill, forwards and backwards, a node at a time: on each edge the number that came
// from the left and the derivative, local × upstream, that came from the right.
import { button, code, digits, make, say, slider, svg } from "./shared/figure.js";

const INPUTS = [
  // name, what it is, from, to, step
  ["p_1", ["笔记本的单价", "Price of a notebook"], 0, 40, 1],
  ["n_1", ["笔记本的本数", "Number of notebooks"], 0, 10, 1],
  ["p_2", ["笔的单价", "Price of a pen"], 0, 40, 1],
  ["n_2", ["笔的支数", "Number of pens"], 0, 10, 1],
  ["r", ["折扣", "Rate to be paid"], 0, 1, 0.05],
  ["d", ["运费", "Delivery"], 0, 20, 1],
];

// The nodes from left to right: what each makes of two edges, and the layer of mlbook that does it.
const NODES = [
  { out: "a", sign: "×", of: ["p_1", "n_1"], layer: "notebooks" },
  { out: "b", sign: "×", of: ["p_2", "n_2"], layer: "pens" },
  { out: "s", sign: "+", of: ["a", "b"], layer: "goods" },
  { out: "q", sign: "×", of: ["s", "r"], layer: "reduced" },
  { out: "T", sign: "+", of: ["q", "d"], layer: "total" },
];
const BACK = [...NODES].reverse();
const LAST = NODES.length + 1 + BACK.length; // steps: each node, then 1 at T, then each node back

// The numbers on the edges after `step` steps, and the derivatives with the factors they are made of.
export const edges = (state) => {
  const values = Object.fromEntries(INPUTS.map(([name]) => [name, state[name]]));
  for (const { out, sign, of } of NODES.slice(0, state.step)) {
    const [left, right] = of.map((name) => values[name]);
    values[out] = sign === "×" ? left * right : left + right;
  }
  const slopes = state.step > NODES.length ? { T: { slope: 1 } } : {};
  for (const { out, sign, of } of BACK.slice(0, Math.max(state.step - NODES.length - 1, 0))) {
    for (const [i, name] of of.entries()) {
      const local = sign === "×" ? values[of[1 - i]] : 1;
      const upstream = slopes[out].slope;
      slopes[name] = { local, upstream, slope: local * upstream };
    }
  }
  return { values, slopes };
};

const plain = (name) => name.replace("_", "");
const order = (state) => BACK.slice(0, Math.max(state.step - NODES.length - 1, 0)).flatMap(({ of }) => of);

const numbers = (state) => {
  const { values, slopes } = edges(state);
  const forward = NODES.slice(0, state.step).map(({ out }) => [out, values[out]]);
  return [...forward, ...order(state).map((name) => [`∂T/∂${name}`, slopes[name].slope])];
};

const python = (state) => {
  const lines = ["from mlbook import AddLayer, MulLayer", ""];
  for (const [name] of INPUTS) lines.push(`${plain(name)} = ${code(state[name])}`);
  for (const { sign, layer } of NODES) lines.push(`${layer} = ${sign === "×" ? "MulLayer" : "AddLayer"}()`);
  const print = (name) => lines.push(`print(f"${name} = {${name}:.6g}")`);
  for (const { out, of, layer } of NODES.slice(0, state.step)) {
    lines.push(`${out} = ${layer}.forward(${of.map(plain).join(", ")})`);
    print(out);
  }
  if (state.step > NODES.length) lines.push("dT = 1.0");
  for (const { out, of, layer } of BACK.slice(0, Math.max(state.step - NODES.length - 1, 0))) {
    lines.push(`${of.map((name) => `d${plain(name)}`).join(", ")} = ${layer}.backward(d${out})`);
    for (const name of of) print(`d${plain(name)}`);
  }
  return `${lines.join("\n")}\n`;
};

const start = { p_1: 12, n_1: 3, p_2: 4, n_2: 5, r: 0.75, d: 6, step: LAST };
const whole = (state) => edges({ ...state, step: LAST });
const slopesOf = (state) => INPUTS.map(([name]) => whole(state).slopes[name].slope);

const goals = [
  {
    words: ["只改一个输入，让总价变，而六个导数都不变。", "Change one input so that the total changes, but none of the six derivatives does."],
    reached: (state) => whole(state).values.T !== whole(start).values.T && String(slopesOf(state)) === String(slopesOf(start)),
  },
  {
    words: ["让 r 每多 0.01，总价多 1。", "Let the total grow by 1 for every 0.01 of r."],
    reached: (state) => whole(state).slopes.r.slope === 100,
  },
];

// ---- The drawing: each edge is on its way from the place of one node to that of another

const AT = { p_1: [0, 1], n_1: [1, 0], p_2: [1, 2.4], n_2: [2, 3.4], r: [3, 0], d: [4, 0], a: [1, 1], b: [2, 2.4], s: [2, 1], q: [3, 1], T: [4, 1], end: [4.9, 1] };
const RING = 13;

const says = (state) => {
  const { values, slopes } = edges(state);
  if (state.step === 0) return [["六个输入，还什么也没有算", "Six inputs, and nothing computed yet"], ""];
  if (state.step <= NODES.length) {
    const { out, sign, of } = NODES[state.step - 1];
    return [["前向", "Forward"], `${out} = ${of.map(plain).join(` ${sign} `)} = ${of.map((name) => digits(values[name])).join(` ${sign} `)} = ${digits(values[out])}`];
  }
  if (state.step === NODES.length + 1) return [["反向：T 对自己的导数是 1", "Backward: the derivative of T with respect to itself is 1"], ""];
  const { of } = BACK[state.step - NODES.length - 2];
  const products = of.map((name) => `${plain(name)}: ${digits(slopes[name].local)} × ${digits(slopes[name].upstream)} = ${digits(slopes[name].slope)}`);
  return [["反向：局部导数 × 上游导数", "Backward: local × upstream"], products.join("，").replaceAll("，", ";  ")];
};

const draw = (stage, { width, set }) => {
  const side = Math.min(width, 640);
  const [across, down, left, top] = [(side - 34) / 4.9, side < 480 ? 78 : 88, 17, 26];
  const place = (name) => [left + AT[name][0] * across, top + AT[name][1] * down];
  const height = top + 3.4 * down + 24;
  const element = svg("svg", { class: "moving-plot", width: side, height, viewBox: `0 0 ${side} ${height}`, role: "img" });
  const texts = new Map();
  const lines = new Map();
  const edge = (name, from, to) => {
    const [[x0, y0], [x1, y1]] = [place(from), place(to)];
    const length = Math.hypot(x1 - x0, y1 - y0);
    const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
    const way = `M${x0 + RING * dx} ${y0 + RING * dy}L${x1 - (RING + 2) * dx} ${y1 - (RING + 2) * dy}`;
    const tip = `M${x1 - (RING + 8) * dx - 4 * dy} ${y1 - (RING + 8) * dy + 4 * dx}L${x1 - (RING + 2) * dx} ${y1 - (RING + 2) * dy}L${x1 - (RING + 8) * dx + 4 * dy} ${y1 - (RING + 8) * dy - 4 * dx}`;
    const path = svg("path", { class: "moving-edge", d: way + tip });
    const isFlat = Math.abs(dx) > 0.9;
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const at = isFlat ? { x, "text-anchor": "middle" } : { x: x + 7, "text-anchor": "start" };
    const [forward, backward] = [svg("text", { class: "c0", y: isFlat ? y - 6 : y - 3, ...at }), svg("text", { class: "c1", y: isFlat ? y + 15 : y + 12, ...at })];
    element.append(path, forward, backward);
    texts.set(name, [forward, backward]);
    lines.set(name, path);
  };
  for (const { out, of } of NODES) for (const name of of) edge(name, name, out);
  edge("T", "T", "end");
  for (const [name] of INPUTS) {
    const [x, y] = place(name);
    const [letter, index] = name.split("_");
    const shown = svg("text", { class: "moving-letter", x, y: y + 5, "text-anchor": "middle" }, letter);
    if (index) shown.append(svg("tspan", { dy: 3, class: "moving-index" }, index));
    element.append(shown);
  }
  for (const { out, sign } of NODES) {
    const [x, y] = place(out);
    element.append(svg("circle", { class: "moving-node", cx: x, cy: y, r: RING }), svg("text", { x, y: y + 5, "text-anchor": "middle" }, sign));
  }
  const sliders = INPUTS.map(([name, words, min, max, step]) => [name, slider({ label: name, name: words, min, max, step, change: (value) => set({ [name]: value }) })]);
  const said = make("p", "moving-said");
  let step = 0;
  const go = (by) => set({ step: Math.min(Math.max(step + by, 0), LAST) });
  const buttons = [button("moving-button moving-first", ["从头走", "From the start"], () => set({ step: 0 })), button("moving-button moving-back", ["退一步", "Step back"], () => go(-1)), button("moving-button moving-next", ["下一步", "Next step"], () => go(1))];
  const controls = make("div", "moving-controls moving-columns", ...sliders.map(([, each]) => each.element));
  stage.append(make("div", "moving-bar", ...buttons), said, element, controls);

  return (state) => {
    step = state.step;
    const { values, slopes } = edges(state);
    for (const [name, [forward, backward]] of texts) {
      const value = name in values ? digits(values[name]) : "";
      forward.textContent = value && NODES.some(({ out }) => out === name) ? `${name} = ${value}` : value;
      const { local, upstream, slope } = slopes[name] ?? {};
      backward.textContent = slope === undefined ? "" : local === undefined ? "1" : side < 480 ? digits(slope) : `${digits(local)}×${digits(upstream)} = ${digits(slope)}`;
      lines.get(name).classList.toggle("c0", state.step > 0 && state.step <= NODES.length && NODES[state.step - 1].of.includes(name));
      lines.get(name).classList.toggle("c1", state.step > NODES.length + 1 && BACK[state.step - NODES.length - 2].of.includes(name));
    }
    for (const [name, each] of sliders) each.put(state[name]);
    const [words, formula] = says(state);
    said.replaceChildren(say(make("span"), words), formula && make("span", "moving-formula", formula));
    element.setAttribute("aria-label", `计算图，第 ${state.step} 步，共 ${LAST} 步 · Computational graph, step ${state.step} of ${LAST}`);
  };
};

export const figure = {
  name: ["可以动的图：账单的计算图", "A figure that moves: the graph of the bill"],
  start,
  numbers,
  python,
  goals,
  draw,
};
