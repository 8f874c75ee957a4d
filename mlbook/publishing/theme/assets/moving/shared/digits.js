// Numbers as a figure shows them and as Python reads them.
import { make } from "../../elements.js";

const SIX = 6;

// Six significant digits, without zeros at the end, and a minus that is as wide as a plus.
export const digits = (value) => String(Number(value.toPrecision(SIX))).replaceAll("-", "−");

// A float of Python: 3 is 3.0.
export const code = (value) => (Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value));

// "x_0" as a letter with an index; words stay as they are.
export const symbol = (text) => {
  const [letter, index] = text.split("_");
  const parts = [letter.length === 1 ? make("i", "", letter) : letter];
  if (index) parts.push(make("sub", "", index));
  return make("span", "moving-symbol", ...parts);
};
