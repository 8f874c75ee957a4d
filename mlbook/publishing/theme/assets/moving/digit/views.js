// What is seen of the network: pixels, hidden units, probabilities, and digits with two answers each.
import { make, say } from "../shared/figure.js";

const PARTS = 8;

// 64 counts as grey dots; of black that is more or less transparent, which the style sheet may invert.
export const pixels = (classes) => {
  const element = make("canvas", `digit-pixels ${classes}`);
  [element.width, element.height] = [PARTS, PARTS];
  element.setAttribute("aria-hidden", "true");
  const context = element.getContext("2d");
  const put = (counts) => {
    const image = new ImageData(PARTS, PARTS);
    counts?.forEach((count, i) => {
      image.data[4 * i + 3] = Math.round((count / 16) * 255);
    });
    context.putImageData(image, 0, 0);
  };
  return { element, put };
};

export const units = (count) => {
  const dots = Array.from({ length: count }, () => make("span", "digit-unit"));
  const element = make("div", "digit-units", ...dots);
  element.setAttribute("aria-hidden", "true");
  const put = (values) => dots.forEach((dot, i) => dot.style.setProperty("--value", values[i].toFixed(3)));
  return { element, put };
};

// The numbers themselves stand in the line of numbers, for those who hear the page.
export const bars = (count) => {
  const rows = Array.from({ length: count }, (_, digit) => {
    const value = make("span", "digit-value");
    return { value, row: make("div", "digit-bar", make("span", "digit-name", String(digit)), make("span", "digit-track"), value) };
  });
  const element = make("div", "digit-bars", ...rows.map(({ row }) => row));
  element.setAttribute("aria-hidden", "true");
  const put = (y, best) => rows.forEach(({ row, value }, digit) => {
    row.style.setProperty("--value", y[digit].toFixed(4));
    row.toggleAttribute("data-best", digit === best);
    value.textContent = y[digit].toFixed(2);
  });
  return { element, put };
};

// Unseen digits: above each the answer before learning, below it the answer now. choose(i) is told which
// one the reader presses.
export const samples = (digits, { choose }) => {
  const cells = digits.map(({ digit, counts }, i) => {
    const picture = pixels("");
    picture.put(counts);
    const [before, now] = [make("span", "digit-answer"), make("span", "digit-answer")];
    const cell = make("button", "digit-sample", before, picture.element, now);
    cell.type = "button";
    cell.addEventListener("click", () => choose(i));
    return { cell, digit, before, now };
  });
  const element = make("div", "digit-samples", ...cells.map(({ cell }) => cell));
  const put = (first, latest, chosen) => cells.forEach(({ cell, digit, before, now }, i) => {
    for (const [place, given] of [[before, first[i]], [now, latest[i]]]) {
      place.textContent = given;
      place.toggleAttribute("data-right", given === digit);
    }
    cell.setAttribute("aria-pressed", String(i === chosen));
    cell.setAttribute("aria-label", `没见过的一个 ${digit}：学之前答 ${first[i]}，现在答 ${latest[i]} · An unseen ${digit}: answered ${first[i]} before learning, ${latest[i]} now`);
  });
  return { element, put };
};

// What stands under a part of the picture.
export const captioned = (classes, words, ...parts) => {
  const caption = words ? say(make("p", "digit-caption"), words) : make("p", "digit-caption");
  return { element: make("div", `digit-part ${classes}`, ...parts, caption), caption };
};
