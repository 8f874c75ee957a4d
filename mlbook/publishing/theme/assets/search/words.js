// What the search takes for words: the same as mlbook/publishing/search/words.py, whose index it asks.

const RUN = /[a-z0-9_]+|[㐀-鿿ぁ-ゖァ-ヺー가-힣]+/g;
const MARKS = /[\u0300-\u036f]|(?<=[\p{L}\p{N}_])['’]s(?![\p{L}\p{N}_])/gu;
const SPELLINGS = [
  [/(?<=ss|sh|ch|.x)es$/, ""],
  [/(?<=[^s]..)ies$/, "y"],
  [/(?<=..[^sui])s$/, ""],
  [/(?<=..)is(?=(e|ed|er|ing|ation)$)/, "iz"],
  [/(?<=..)our(?=(|ed|ing|al)$)/, "or"],
  [/(?<=..)tre$/, "ter"],
];

// Runs of Chinese characters, and the words between them without their inflection.
export const runs = (text) => {
  const found = text.normalize("NFKD").toLowerCase().replace(MARKS, "").normalize("NFC").match(RUN) || [];
  return found.map((run) => SPELLINGS.reduce((word, [ending, as]) => word.replace(ending, as), run));
};

export const isChinese = (run) => run > "z";

// A title or a term as the index has it.
export const name = (text) => runs(text).join(" ");

export const pairs = (run) => (run.length < 2 ? [run] : [...run].slice(1).map((_, at) => run.slice(at, at + 2)));

// Whether one letter too many, too few or wrong, or two exchanged, tell one word from the other.
export const isSlip = (one, other) => {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [a, b] = [one.slice(at), other.slice(at)];
  const isExchanged = a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0];
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || isExchanged;
};
