// Predictions: an output waits until the reader has said what it will be, or asked to see it. What
// is right is the output itself, by the rule of comparison.js. guessing.js has hidden it.
import { isInteger, nearness, numbersIn, sameLine, sameNumber, textOf } from "./comparison.js";
import { inBook, put, say } from "./elements.js";
import { recall, record } from "./progress.js";

const SETTING = "mlbook.guessing"; // guessing.js recalls it before anything is painted
const KIND = "predictions";

// A reader may write with the signs of a Chinese keyboard.
const plain = (text) => text.replace(/，\s*/g, ", ").normalize("NFKC").replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/[−–]/g, "-").trim();

const NEARNESS = {
  value: ["数值对了，只是写法不同", "the right value, printed in another way"],
  one: ["只差 1", "only one off"],
  magnitude: ["数量级对了", "the right order of magnitude"],
  sign: ["正负号对了，大小差得远", "the right sign, but far from the size"],
  opposite: ["正负号反了", "the sign is the other way round"],
  other: ["不对", "not so"],
};

// ---- What a guess is worth: { right, words }, or what it lacks -------------------------------------

const asNumber = (text) => {
  const bare = text.replace(/^\+/, "").replace(/\s*%$/, "");
  const [number, ...others] = numbersIn(bare);
  return number && !others.length && textOf(number) === bare ? number : null;
};

const judgeNumber = (guess, output, at) => {
  const number = asNumber(plain(guess));
  if (!number) return { lacks: ["请写一个数，比如 0.25 或 3e-4", "Write a number, such as 0.25 or 3e-4"] };
  const printed = numbersIn(output)[at - 1];
  if (sameNumber(number, printed)) {
    const isShort = !isInteger(number) && textOf(number).length < textOf(printed).length;
    return { right: true, words: isShort ? ["对，写出的每一位都对", "right, to every digit you gave"] : ["对了", "right"] };
  }
  const how = nearness(number, printed);
  return { right: how === "value", words: NEARNESS[how] };
};

const judgeLine = (guess, output, at) => {
  if (!guess.trim()) return { lacks: ["请写出你猜的一行", "Write the line that you expect"] };
  const line = output.split("\n")[at - 1].trimEnd();
  const written = [guess.trimEnd(), plain(guess)];
  const has = (change) => written.some((each) => sameLine(change(each), change(line)));
  if (has((text) => text)) return { right: true, words: ["对了", "right"] };
  if (has((text) => text.replace(/\s/g, ""))) return { right: false, words: ["几乎对了，只有空格不同", "nearly: only the spaces differ"] };
  if (has((text) => text.toLowerCase())) return { right: false, words: ["几乎对了，只有大小写不同", "nearly: only the capitals differ"] };
  return { right: false, words: ["不对", "not so"] };
};

const judgeChoice = (guess, output, at) => {
  if (guess === null) return { lacks: ["请先选一个", "Choose one first"] };
  const right = guess.trim() === output.split("\n")[at - 1].trim();
  return { right, words: right ? ["对了", "right"] : ["不对，打勾的才对", "not so; the one with a tick is right"] };
};

const JUDGES = { number: judgeNumber, line: judgeLine, choice: judgeChoice };

// ---- One prediction -------------------------------------------------------------------------------

const remember = (isOn) => {
  try {
    if (isOn) localStorage.removeItem(SETTING);
    else localStorage.setItem(SETTING, "off");
  } catch {
    return; // the reader has forbidden it: the switch works for this page
  }
};

class Prediction {
  constructor(place) {
    this.place = place;
    this.form = place.querySelector(".guess");
    this.field = place.querySelector(".guess-field");
    this.picks = [...place.querySelectorAll(".pick")];
    this.said = place.querySelector(".guess-said");
    this.code = place.querySelector(".language-text.highlight code");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.guess();
    });
    const click = (name, act) => place.querySelector(name).addEventListener("click", act);
    click(".guess-show", () => this.end({ guess: null, right: null }, { focuses: true }));
    click(".guess-never", () => turn(false, this));
    click(".guess-again", () => turn(true, this));
    place.addEventListener("mlbook:run", () => this.isDone || this.end({ guess: null, right: null }));
    this.restore();
  }

  get isDone() {
    return this.place.classList.contains("done");
  }

  written() {
    const picked = this.picks.find((pick) => pick.checked);
    return this.field ? this.field.value : picked ? picked.value : null;
  }

  judge(guess) {
    const { kind, at } = this.place.dataset;
    return JUDGES[kind](guess, this.code.textContent, Number(at));
  }

  guess() {
    const guess = this.written();
    const { lacks, right } = this.judge(guess);
    if (lacks) {
      say(this.said, lacks);
      this.field?.setAttribute("aria-invalid", "true");
      (this.field ?? this.picks[0]).focus();
      return;
    }
    this.end({ guess, right }, { focuses: true });
  }

  // Show the output, and what the guess was worth.
  end(result, { focuses = false } = {}) {
    if (document.documentElement.hasAttribute("data-guessing")) record(KIND, this.place.dataset.key, result);
    this.show(result);
    if (focuses) this.said.focus({ preventScroll: true });
  }

  show({ guess, right }) {
    this.place.classList.add("done");
    this.field?.removeAttribute("aria-invalid");
    const { words } = guess === null ? { words: null } : this.judge(guess);
    if (words) {
      const told = this.field ? guess.trim() : "";
      if (told) say(this.said, ["你猜 {}：{}", "You guessed {}: {}", told, inBook(words)]);
      else put(this.said, inBook(words).map(([first, ...rest]) => first.toUpperCase() + rest.join("")));
    } else say(this.said, ["输出在下面", "Here is the output"]);
    this.said.dataset.right = String(Boolean(words && right));
    this.said.dataset.guessed = String(Boolean(words));
    for (const pick of this.picks) {
      const choice = pick.value;
      pick.disabled = true;
      pick.checked = choice === guess;
      pick.closest("li").classList.toggle("right", this.judge(choice).right);
      pick.closest("li").classList.toggle("chosen", choice === guess);
    }
    this.place.dispatchEvent(new Event("toggle")); // wide.js measures what has been hidden
  }

  restore() {
    const result = recall(KIND, this.place.dataset.key);
    if (result?.guess === null || typeof result?.guess === "string") return this.show(result);
    this.place.classList.remove("done");
    this.said.replaceChildren();
    if (this.field) this.field.value = "";
    for (const pick of this.picks) Object.assign(pick, { disabled: false, checked: false });
  }
}

const predictions = [...document.querySelectorAll("article .predicted")].map((place) => new Prediction(place));

// ---- The switch, in the header and at each prediction ----------------------------------------------

const label = () => {
  const isOn = document.documentElement.hasAttribute("data-guessing");
  for (const button of document.querySelectorAll("[data-guess]")) button.setAttribute("aria-pressed", String(isOn));
  return isOn;
};

// What the reader is looking at stays where it is.
const turn = (isOn, prediction) => {
  const block = prediction?.place.querySelector(".language-python.highlight");
  const before = block?.getBoundingClientRect().top;
  document.documentElement.toggleAttribute("data-guessing", isOn);
  remember(isOn);
  label();
  for (const each of predictions) each.place.dispatchEvent(new Event("toggle"));
  if (!prediction) return;
  window.scrollBy({ top: block.getBoundingClientRect().top - before, behavior: "instant" });
  const next = isOn ? (prediction.isDone ? prediction.said : prediction.field ?? prediction.picks[0]) : prediction.place.querySelector(".guess-again");
  next.focus({ preventScroll: true });
};

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-guess]")) turn(!document.documentElement.hasAttribute("data-guessing"));
});
label();

// All progress was forgotten, or another tab has recorded some.
document.addEventListener("mlbook:progress", ({ detail }) => {
  if (detail.key === null) predictions.forEach((each) => each.restore());
});
