// Python in the colours of the book: the classes that Pygments gives to its tokens, joined as
// site/highlighting.py joins them. A test holds it against every block of the book.
const words = (text) => new Set(text.split(" "));

const KEYWORDS = words("as assert async await break class continue def del elif else except finally for from global if import lambda nonlocal pass raise return try while with yield");
const OPERATORS = words("and in is not or");
const CONSTANTS = words("True False None");
const PSEUDO = words("self cls Ellipsis NotImplemented");
const BUILTINS = words("__import__ abs aiter all any bin bool bytearray breakpoint bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip");
const EXCEPTIONS = /^(?:[A-Z]\w*(?:Error|Warning|Exception)|Exception|StopIteration|StopAsyncIteration|KeyboardInterrupt|SystemExit|GeneratorExit|Warning)$/;

const PIECES = [
  ["comment", /#.*/y],
  ["string", /([rbufRBUF]{0,2})("""|'''|"|')/y],
  ["number", /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?)/y],
  ["decorator", /(?<=^[ \t]*)@\w+/my],
  ["word", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["space", /\s+/y],
  ["sign", /[^\s\w"'#]/uy],
];

// Whether a name or a dot that follows `before` belongs to the name of a module.
const namesModule = (before) => {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return /^\s*from[ \t.]+[\w.]*$/.test(line) || /^\s*import\b[^;]*$/.test(line);
};

const classOf = (word, before) => {
  if (/\b(?:def|class)[ \t]+$/.test(before)) return /^__\w+__$/.test(word) ? "" : "nf";
  if (namesModule(before) && !KEYWORDS.has(word)) return "nf";
  if (before.endsWith(".")) return "";
  if (CONSTANTS.has(word)) return "";
  if (KEYWORDS.has(word)) return "k";
  if (OPERATORS.has(word)) return "p";
  if (PSEUDO.has(word)) return "bp";
  if (BUILTINS.has(word)) return "nb";
  return EXCEPTIONS.test(word) ? "nf" : "";
};

// What stands between the quotes of a string: escapes, and in an f-string the code in its braces.
const stringBody = (body, prefix, kind, push) => {
  const isRaw = /r/i.test(prefix);
  const isFormatted = /f/i.test(prefix);
  for (let at = 0; at < body.length; ) {
    const rest = body.slice(at);
    const escape = (!isRaw && /^\\(?:[\\abfnrtv"'\n]|N\{.*?\}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{2}|[0-7]{1,3})/.exec(rest)) || (isFormatted && /^(?:\{\{|\}\})/.exec(rest));
    if (escape) {
      push(escape[0], kind === "sd" ? kind : "se");
      at += escape[0].length;
    } else if (isFormatted && rest[0] === "{") {
      let depth = 0;
      let end = 1;
      for (; end < rest.length; end += 1) {
        if ("([{".includes(rest[end])) depth += 1;
        else if (")]".includes(rest[end]) || (rest[end] === "}" && depth)) depth -= 1;
        else if (!depth && (rest[end] === "}" || rest[end] === ":" || (rest[end] === "!" && rest[end + 1] !== "="))) break;
      }
      push("{", "s");
      tokens(rest.slice(1, end), push);
      at += end;
      const specification = /^(?:![a-z])?(?::((?:[^{}]|\{[^{}]*\})*))?\}/.exec(body.slice(at));
      if (specification) {
        for (const part of specification[0].split(/(\{[^{}]*\})/)) {
          if (part.startsWith("{")) {
            push("{", "s");
            tokens(part.slice(1, -1), push);
            push("}", "s");
          } else push(part, "s");
        }
        at += specification[0].length;
      }
    } else {
      push(rest[0], kind);
      at += 1;
    }
  }
};

const string = (text, at, [whole, prefix, quote], push) => {
  const isLong = quote.length === 3;
  let end = at + whole.length;
  while (end < text.length && !text.startsWith(quote, end) && (isLong || text[end] !== "\n")) end += text[end] === "\\" ? 2 : 1;
  const closed = text.startsWith(quote, end);
  const before = text.slice(0, at);
  const isDoc = isLong && !/f/i.test(prefix) && /(?:^|\n)[ \t]*$/.test(before);
  const kind = isDoc ? "sd" : "s";
  push(prefix, isDoc ? kind : "");
  push(quote, kind);
  stringBody(text.slice(at + whole.length, end), prefix, kind, push);
  if (closed) push(quote, kind);
  return Math.min(end + (closed ? quote.length : 0), text.length);
};

function tokens(text, push) {
  for (let at = 0; at < text.length; ) {
    let name;
    let match;
    for (const [kind, pattern] of PIECES) {
      pattern.lastIndex = at;
      if ((match = pattern.exec(text))) {
        name = kind;
        break;
      }
    }
    if (name === "string") at = string(text, at, match, push);
    else {
      const found = match ? match[0] : text[at];
      if (name === "word") push(found, classOf(found, text.slice(0, at)));
      else if (found === "." && namesModule(text.slice(0, at))) push(found, "nf");
      else push(found, { comment: "c1", number: "m", decorator: "nd", sign: "p" }[name] ?? "");
      at += found.length;
    }
  }
}

// The nodes of coloured code: neighbours of one class are one element, and spaces join any.
export const coloured = (text) => {
  const nodes = [];
  let last = null;
  tokens(text, (part, kind) => {
    if (!part) return;
    const look = last && /^[ \t]+$/.test(part) ? last.kind : kind;
    if (last?.kind === look) last.text += part;
    else nodes.push((last = { kind: look, text: part }));
  });
  return nodes.map(({ kind, text: part }) => {
    if (!kind) return document.createTextNode(part);
    const span = document.createElement("span");
    span.className = kind;
    span.textContent = part;
    return span;
  });
};
