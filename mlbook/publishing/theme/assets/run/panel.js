// What stands under a block: how its run goes, what it prints and draws, and what that means.
import { button, make, nameOf, say } from "../elements.js";

const FIGURE = nameOf(["这次运行画的图", "Drawn by this run"]);
const LARGE = ["看大图", "See it large"];

const addressOf = (svg) => URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));

// A new drawing takes the place of the old one only when it has been read: nothing flickers.
const put = (image, svg, { width, height }) => {
  const before = image.src;
  image.addEventListener("load", () => before && URL.revokeObjectURL(before), { once: true });
  Object.assign(image, { src: addressOf(svg), width, height, alt: FIGURE });
};

export class Panel {
  constructor(place, { onStop }) {
    this.state = make("span", "ran-state");
    this.state.setAttribute("role", "status");
    this.progress = make("progress");
    this.progress.hidden = true;
    this.progress.setAttribute("aria-label", nameOf(["已下载", "Downloaded"]));
    this.clock = make("span", "ran-clock");
    this.stop = button("ran-stop", ["停止", "Stop"], onStop);
    this.bar = make("div", "ran-bar", this.state, this.progress, this.clock, this.stop);
    this.output = make("div", "ran-output");
    this.element = make("div", "ran", this.bar, this.output);
    this.old = []; // what is shown until something takes its place
    place.after(this.element);
  }

  say(words) {
    say(this.state, words);
  }

  advise(words, links = []) {
    this.output.append(say(make("p", "ran-advice"), words));
    if (links.length) this.output.append(make("p", "ran-advice", ...links));
  }

  count(came, total, seconds) {
    this.progress.hidden = !total;
    if (total) Object.assign(this.progress, { max: total, value: Math.min(came, total) });
    this.clock.textContent = total ? `${Math.min(Math.round(came / 1e6), Math.ceil(total / 1e6))} / ${Math.ceil(total / 1e6)} MB · ${seconds} s` : seconds && `${seconds} s`;
  }

  // An element for the output, which may be one that is to be replaced.
  place(classes, create) {
    const at = this.old.findIndex((each) => each.matches(`.${classes}`));
    if (at >= 0) return this.old.splice(at, 1)[0];
    const element = create();
    if (this.old.length) this.old[0].before(element);
    else this.output.append(element);
    return element;
  }

  print(text, kind = "text") {
    if (this.kind === kind) return this.code.append(text);
    const box = this.place(`ran-${kind}`, () => make("pre", `ran-${kind}`, make("code")));
    [this.kind, this.code] = [kind, box.firstElementChild];
    this.code.replaceChildren(text);
  }

  draw({ light, dark, ...size }) {
    this.kind = null;
    const figure = this.place("drawn", () => {
      const drawings = button("enlarge", LARGE, () => {}); // figures.js opens it
      drawings.title = nameOf(LARGE);
      drawings.replaceChildren(make("img", "light"), make("img", "dark"));
      return make("figure", "drawn", drawings);
    });
    put(figure.querySelector(".light"), light, size);
    put(figure.querySelector(".dark"), dark, size);
  }

  clear() {
    this.drop();
    this.old = [...this.output.children];
    this.kind = null;
  }

  drop() {
    this.old.forEach((each) => each.remove());
    this.old = [];
  }

  end([words, kind]) {
    this.drop();
    this.say(words);
    this.element.dataset.state = kind;
    this.progress.remove();
    this.stop.remove();
  }

  // The code is no longer the one that this came from, or is again; or what is above has run anew.
  age(isOld) {
    if (isOld === Boolean(this.label)) return;
    this.element.classList.toggle("old", isOld);
    this.label?.remove();
    this.label = isOld ? say(make("p", "ran-old"), ["这是先前一次运行的结果", "From an earlier run"]) : null;
    if (isOld) this.element.prepend(this.label);
  }

  remove() {
    for (const image of this.output.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.element.remove();
  }
}
