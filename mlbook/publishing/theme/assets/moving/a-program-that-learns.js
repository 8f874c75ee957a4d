// The network of the home page: the reader draws a digit, and teaches the network to read it.
import { button, choice, make, say } from "./shared/figure.js";
import { load } from "./digit/digits.js";
import { examples } from "./digit/examples.js";
import { HIDDEN, INPUTS, OUTPUTS, answer, evaluate, forward, initial, update } from "./digit/network.js";
import { pad } from "./digit/pad.js";
import { picture } from "./digit/picture.js";
import { bars, captioned, pixels, samples, units } from "./digit/views.js";

const BATCH = 100;
const MOST = 1500; // updates: with them the network has seen each digit a hundred times
const RATES = [0.005, 0.05, 0.5, 5];
const [SLICE, LONGEST] = [12, 100]; // milliseconds of a frame for learning; half of a frame that is longer
const due = (seconds) => 40 * seconds + 40 * seconds ** 2; // updates: slow at first, where most is to be seen
const REST = 300; // milliseconds from one picture to the next, for readers who want no motion
const styles = new URL("digit/digit.css", import.meta.url).href;
const still = matchMedia("(prefers-reduced-motion: reduce)");

await new Promise((done, fail) => {
  const link = Object.assign(make("link"), { rel: "stylesheet", href: styles, onload: done, onerror: fail });
  document.head.append(link);
});

let digits = null; // of load(), once they are there
const untaught = initial();
let taught = { rate: 0, updates: 0, params: untaught };

// The network after so many updates: the batches follow each other in the order of the data.
const networkOf = ({ rate, updates }) => {
  if (!updates) return untaught;
  if (taught.rate !== rate || taught.updates > updates) taught = { rate, updates: 0, params: initial() };
  for (; taught.updates < updates; taught.updates += 1) {
    const { x, t } = digits.learned;
    const from = (taught.updates * BATCH) % t.length;
    update(taught.params, x.subarray(from * INPUTS, (from + BATCH) * INPUTS), t.subarray(from, from + BATCH), rate);
  }
  return taught.params;
};

const pictures = new WeakMap(); // of strokes that were drawn
const countsOf = ({ strokes, example }) => {
  if (example !== null) return examples[example].counts;
  if (!pictures.has(strokes)) pictures.set(strokes, picture(strokes));
  return pictures.get(strokes);
};

const inputs = (counts) => Float64Array.from(counts, (count) => count / 16);
const read = (state) => forward(networkOf(state), inputs(countsOf(state)));
const answers = (params) => examples.map(({ counts }) => answer(forward(params, inputs(counts)).y));
const isEmpty = ({ strokes, example }) => !strokes.length && example === null;

let tested = { key: "" };
const test = (state) => {
  const key = `${state.rate} ${state.updates}`;
  if (tested.key !== key) tested = { key, ...evaluate(networkOf(state), digits.unseen.x, digits.unseen.t) };
  return tested;
};

const numbers = (state) => {
  const known = Array.from(read(state).y, (probability, digit) => [`p_${digit}`, probability]);
  if (!state.isTested) return known;
  const { loss, accuracy } = test(state);
  return [...known, [["损失", "loss"], loss], [["正确率", "accuracy"], accuracy]];
};

const rows = (counts) => {
  const line = (row) => `    [${Array.from(counts.subarray(8 * row, 8 * row + 8)).join(", ")}],`;
  return Array.from({ length: 8 }, (_, row) => line(row)).join("\n");
};

const python = (state) => `import numpy as np
from mlbook import SGD, TwoLayerNet, load_digits

drawn = np.array([
${rows(countsOf(state))}
])
(x_train, t_train), (x_test, t_test) = load_digits()

net = TwoLayerNet(${INPUTS}, ${HIDDEN}, ${OUTPUTS})
for name in ("W1", "W2"):
    weights = net.params[name]
    weights[...] = 0.1 * np.sin(np.arange(weights.size) ** 2).reshape(weights.shape)

optimizer = SGD(lr=${state.rate})
for k in range(${state.updates}):
    start = k * ${BATCH} % len(x_train)
    batch = slice(start, start + ${BATCH})
    optimizer.update(net.params, net.gradient(x_train[batch], t_train[batch]))

for digit, probability in enumerate(net.predict(drawn.ravel() / 16)):
    print(f"p{digit} = {probability:.6g}")
${state.isTested ? `print(f"loss = {net.loss(x_test, t_test):.6g}")
print(f"accuracy = {net.accuracy(x_test, t_test):.6g}")
` : ""}`;

const reading = (state) => {
  if (isEmpty(state)) return ["还没有字", "Nothing to read yet"];
  const { y } = read(state);
  const best = answer(y);
  return [`认作 ${best}，概率 ${y[best].toFixed(2)}`, `Reads ${best}, probability ${y[best].toFixed(2)}`];
};

const progress = (state) => {
  if (!state.isTested) return ["还没有学过", "It has learned nothing yet"];
  const { loss, accuracy } = test(state);
  const [share, wrong] = [(accuracy * 100).toFixed(1), loss.toFixed(3)];
  const count = digits.unseen.t.length;
  return [
    `更新 ${state.updates} 次；没见过的 ${count} 个数字认对 ${share}%，损失 ${wrong}`,
    `${state.updates} ${state.updates === 1 ? "update" : "updates"}; it reads ${share}% of ${count} unseen digits, loss ${wrong}`,
  ];
};

const spoken = (state) => [`${reading(state)[0]}。${progress(state)[0]}`, `${reading(state)[1]}. ${progress(state)[1]}`];

const goals = [
  {
    words: ["写一个 3，教到它认作 3 的概率超过 0.9。最少更新多少次？", "Draw a 3 and teach until it reads 3 with a probability above 0.9. How few updates does it take?"],
    reached: (state) => state.updates > 0 && state.strokes.length > 0 && read(state).y[3] > 0.9,
  },
  {
    words: ["用哪个学习率，更新 300 次以后还像没学过一样？", "With which learning rate is it no wiser after 300 updates?"],
    reached: (state) => state.updates >= 300 && test(state).accuracy < 0.2,
  },
];

const draw = (stage, { state: begun, set }) => {
  let [now, isBusy] = [begun, false];
  const sheet = pad({ change: (strokes) => set({ strokes, example: null }) });
  const whole = make("div", "digit");
  const [seen, hidden, output] = [pixels(""), units(HIDDEN), bars(OUTPUTS)];
  const row = samples(examples, { choose: (example) => set({ example, strokes: [] }) });
  const first = answers(untaught);

  // The digits are fetched when a reader begins, not before.
  const fetchDigits = async () => {
    try {
      digits = await load();
      if (!now.isTested) set({ isTested: true });
      return true;
    } catch {
      say(status, ["数字没有取到，请再试一次", "The digits did not come; please try again"]);
      return false;
    }
  };
  const begin = () => {
    if (isBusy) set({ updates: now.updates }); // it may have learned more than is shown
    fetchDigits();
  };
  whole.addEventListener("pointerdown", begin, true);
  whole.addEventListener("keydown", (event) => event.key !== "Tab" && begin(), true);

  const learn = (until, slice) => {
    const start = performance.now();
    let { updates } = now;
    while (updates < until && performance.now() - start < slice) {
      updates += 1;
      networkOf({ rate: now.rate, updates });
    }
    return updates;
  };
  const stop = () => {
    isBusy = false;
    say(teach, ["教它", "Teach it"]);
  };
  const run = async () => {
    if (isBusy) return stop();
    isBusy = true;
    say(teach, ["暂停", "Pause"]);
    if (!(await fetchDigits())) return stop();
    const [from, start] = [now.updates, performance.now()];
    let [shown, last] = [0, start];
    const frame = (time) => {
      if (!isBusy || !teach.isConnected) return;
      const until = Math.ceil(from + due((time - start) / 1000));
      const slice = Math.min(Math.max(SLICE, (time - last) / 2), LONGEST);
      last = time;
      now = { ...now, updates: learn(Math.min(until, MOST), slice) };
      const isLast = now.updates >= MOST;
      if (isLast) stop();
      if (isLast || !still.matches || time - shown > REST) {
        shown = time;
        set({ updates: now.updates });
      }
      if (!isLast) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
  const once = async () => {
    stop();
    if ((await fetchDigits()) && now.updates < MOST) set({ updates: now.updates + 1 });
  };
  const again = (changes = {}) => {
    stop();
    set({ updates: 0, ...changes });
  };

  const teach = button("moving-button digit-teach", ["教它", "Teach it"], run);
  const rates = choice({
    label: ["学习率", "Learning rate"],
    options: RATES.map((rate) => [rate, [String(rate), String(rate)]]),
    change: (rate) => again({ rate }),
  });
  for (const input of rates.element.querySelectorAll("input")) input.nextSibling.textContent = input.value;
  const status = make("p", "digit-status");
  const drawn = captioned("digit-drawing", null, sheet.element);
  drawn.caption.append(button("moving-button digit-clear", ["擦掉", "Clear"], () => set({ strokes: [], example: null })));
  const answered = captioned("digit-reading", null, output.element);
  stage.append(whole);
  whole.append(
    make(
      "div",
      "digit-flow",
      drawn.element,
      captioned("digit-seeing", ["网络看到的：缩放到 32×32 个点，每 4×4 个里数有墨的点", "What it sees: of 32×32 dots, the inked ones in each 4×4"], make("div", "digit-grid", seen.element)).element,
      captioned("digit-thinking", [`${HIDDEN} 个隐藏单元`, `${HIDDEN} hidden units`], hidden.element).element,
      answered.element,
    ),
    make(
      "div",
      "digit-controls",
      teach,
      button("moving-button digit-once", ["更新一次", "One update"], once),
      button("moving-button digit-again", ["从头学", "Start over"], () => again()),
      make("div", "digit-rate", say(make("span"), ["学习率", "Learning rate"]), rates.element),
    ),
    status,
    row.element,
  );

  return (state) => {
    now = state;
    const { hidden: lit, y } = read(state);
    const counts = countsOf(state);
    sheet.put(state.strokes, state.example === null ? null : counts);
    seen.put(counts);
    hidden.put(lit);
    output.put(y, isEmpty(state) ? -1 : answer(y));
    say(answered.caption, reading(state));
    say(status, progress(state));
    row.put(first, answers(networkOf(state)), state.example);
    rates.put(state.rate);
  };
};

export const figure = {
  name: ["可以动的图：写一个数字，教网络认它", "A figure that moves: draw a digit and teach a network to read it"],
  start: { strokes: [], example: null, rate: 0.5, updates: 0, isTested: false },
  draw,
  numbers,
  python,
  spoken,
  goals,
};
