// Is what a reader expects what the block printed? The rule of checking/comparison.py, for a line
// and for a number; a test holds one against the other. Numbers are exact decimals, and no floats.
const SIGNIFICANT_DIGITS = 6;
const UNITS = 20n; // of the last place
const REPR_DIGITS = 15;
const power = (exponent) => ({ digits: 1n, exponent });
const LAST_BITS = power(-15); // of a number's size
const NOISE = power(-14);
const NOISE_FLOOR = power(-20);

const W = "[\\p{L}\\p{N}_]";
export const NUMBER = new RegExp(
  `(?<!${W}|\\.)(?<sign>(?<!${W}|[)\\]])[-+])?(?<digits>[0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)(?<exponent>[eE][-+]?[0-9]{1,4})?(?!${W}|\\.[0-9])`,
  "gu",
);

// ---- Decimals: digits × 10 ** exponent ------------------------------------------------------------

const decimal = ({ sign, digits, exponent }) => {
  const [whole, part = ""] = digits.split(".");
  const value = BigInt(whole + part);
  return { digits: sign === "-" ? -value : value, exponent: Number(exponent.slice(1)) - part.length };
};

const absolute = ({ digits, exponent }) => ({ digits: digits < 0n ? -digits : digits, exponent });
const aligned = (one, other) => {
  const exponent = Math.min(one.exponent, other.exponent);
  return [one, other].map((each) => each.digits * 10n ** BigInt(each.exponent - exponent)).concat(exponent);
};
const difference = (one, other) => {
  const [a, b, exponent] = aligned(one, other);
  return absolute({ digits: a - b, exponent });
};
const product = (one, other) => ({ digits: one.digits * other.digits, exponent: one.exponent + other.exponent });
const isAtMost = (one, other) => {
  const [a, b] = aligned(one, other);
  return a <= b;
};
const smaller = (one, other) => (isAtMost(one, other) ? one : other);
const larger = (one, other) => (isAtMost(one, other) ? other : one);
const half = ({ digits, exponent }) => ({ digits: digits * 5n, exponent: exponent - 1 });
const length = ({ digits }) => String(digits).replace("-", "").length;

// ---- Numbers as they are printed ------------------------------------------------------------------

const printed = ({ groups: { sign = "", digits, exponent = "" } }) => ({ sign, digits, exponent });
export const numbersIn = (text) => [...text.matchAll(NUMBER)].map(printed);
export const textOf = ({ sign, digits, exponent }) => sign + digits + exponent;

export const isInteger = ({ digits, exponent }) => !digits.includes(".") && !exponent;
const isWhole = ({ digits, exponent }) => /\.0*$/.test(digits) && !exponent;
const isNoise = (value) => {
  const size = absolute(value);
  return !isAtMost(size, NOISE_FLOOR) && !isAtMost(NOISE, size);
};

// What stands before the first digit that matters, and whether an exponent follows.
const style = ({ sign, digits, exponent }) => `${sign.replace(/-/g, "")}${/^(?:\.|0*(?=[0-9]))/.exec(digits)?.[0] ?? ""} ${Boolean(exponent)}`;
const significant = ({ digits }) => digits.replace(".", "").replace(/^0+/, "").length;

export const sameNumber = (wanted, came) => {
  const [page, block] = [decimal(wanted), decimal(came)];
  if (isInteger(wanted) || isInteger(came)) return textOf(wanted) === textOf(came);
  if (page.digits === 0n) return isAtMost(absolute(block), NOISE);
  if (isNoise(page) && isNoise(block)) return true;
  if (style(wanted) !== style(came)) return false;
  const apart = difference(page, block);
  if (isWhole(wanted) && isWhole(came) && apart.digits !== 0n) return false;
  const bits = product(LAST_BITS, absolute(block));
  if (page.exponent < block.exponent && significant(wanted) > significant(came)) {
    const written = String(absolute(page).digits).replace(/0+$/, "");
    return written.length >= REPR_DIGITS && isAtMost(apart, bits);
  }
  const sixth = power(page.exponent + length(page) - SIGNIFICANT_DIGITS);
  const noise = larger(smaller(product({ digits: UNITS, exponent: 0 }, power(block.exponent)), half(sixth)), bits);
  const isRounded = page.exponent > block.exponent && !wanted.digits.endsWith(".");
  return isAtMost(apart, isRounded ? larger(noise, half(power(page.exponent))) : noise);
};

// How near a number is, beside being the same: "value" (printed in another way), "one" off, of the
// right "magnitude", of the right "sign", of the "opposite" one, or "other".
export const nearness = (wanted, came) => {
  const [guess, actual] = [decimal(wanted), decimal(came)];
  const apart = difference(guess, actual);
  if (apart.digits === 0n) return "value";
  if (isInteger(wanted) && isInteger(came) && apart.digits === 1n) return "one";
  if (guess.digits === 0n || actual.digits === 0n) return "other";
  if (guess.digits < 0n !== actual.digits < 0n) return "opposite";
  // Within the square root of ten of each other.
  const [a, b] = aligned(absolute(guess), absolute(actual));
  return a * a <= 10n * b * b && b * b <= 10n * a * a ? "magnitude" : "sign";
};

// ---- Lines ----------------------------------------------------------------------------------------

// A line with every number replaced, without the spaces by which NumPy aligns arrays.
const skeleton = (line, isAsPrinted) => {
  let bare = line.replace(NUMBER, "\0");
  const [open, close] = [bare.indexOf("["), bare.lastIndexOf("]")];
  if (open >= 0) {
    const last = close > open ? close : open;
    let array = bare.slice(open + 1, last);
    if (!/["']/.test(array)) array = array.trim().replace(/\s+/g, " ").replace(/(?<=[[(])\s+|\s+(?=[\]),])/g, ""); // spaces of a string are its own
    bare = bare.slice(0, open + 1) + array + bare.slice(close > open ? close : open + 1);
  }
  return isAsPrinted ? bare : bare.trim().replace(/\s+/g, " ");
};

// Whether a line that is expected agrees with one that was printed.
export const sameLine = (wanted, came) => {
  if (wanted === came) return true;
  const [page, block] = [numbersIn(wanted), numbersIn(came)];
  const count = Math.min(page.length, block.length);
  const pairs = page.slice(0, count).map((each, at) => [each, block[at]]);
  const isAsPrinted = pairs.every(([one, other]) => textOf(one) === textOf(other));
  return skeleton(wanted, isAsPrinted) === skeleton(came, isAsPrinted) && pairs.every(([one, other]) => sameNumber(one, other));
};
