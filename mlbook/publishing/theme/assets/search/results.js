// Shows what a search has found: titles, and the words around it with their formulas.
import { inBook, languages } from "../elements.js";
import { SITE, find, get } from "./find.js";
import { isChinese } from "./words.js";

const SHOWN = 8; // pages at a time
const SECTIONS = 3; // of a page
const EXCERPT = { zh: [16, 60], en: [40, 120] }; // characters before what was found, and after
const FORMULA = "\ufffc"; // stands in a text for the formula whose turn it is

// What of a text was found: whole runs of Chinese before their pairs, and spellings of both sides.
export const patternOf = (taken) => {
  const latin = (word) => `(?<![a-z0-9])${word.replace("iz", "i[sz]").replace(/or$/, "ou?r")}[a-z0-9_]*`;
  const longest = [...new Set(taken)].sort((one, other) => other.length - one.length);
  return longest.length ? new RegExp(longest.map((word) => (isChinese(word) ? word : latin(word))).join("|"), "gi") : /(?!)/g;
};

const make = (tag, classes = "", ...children) => {
  const element = document.createElement(tag);
  element.className = classes;
  element.append(...children);
  return element;
};

const inBoth = (zh, en, fill = (text) => [text]) => {
  if (zh === en || languages.length === 1) return [make("span", "", ...fill(zh, 0))];
  const halves = [zh, en].map((text, at) => make("span", "", ...fill(text, at)));
  halves.forEach((half, at) => (half.lang = languages[at]));
  return [halves[0], make("span", "dot", " · "), halves[1]];
};

const withMarks = (text, pattern, formulas) => {
  const nodes = [];
  const plain = (part) => {
    for (const piece of part.split(/(\ufffc)/)) {
      if (piece !== FORMULA) nodes.push(piece);
      else {
        const template = make("template");
        template.innerHTML = formulas.shift(); // the page that it is from has the same
        nodes.push(template.content);
      }
    }
  };
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    plain(text.slice(at, match.index));
    nodes.push(make("mark", "", match[0]));
    at = match.index + match[0].length;
  }
  plain(text.slice(at));
  return nodes;
};

const excerpt = (text, formulas, language, pattern) => {
  const [before, after] = EXCERPT[language];
  const found = text.search(pattern);
  let start = Math.max(found - before, 0);
  let end = Math.min(Math.max(found, 0) + after, text.length);
  if (language === "en") {
    if (start) start = text.indexOf(" ", start) + 1;
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start);
  }
  const skipped = text.slice(0, start).split(FORMULA).length - 1;
  const part = withMarks(text.slice(start, end), pattern, formulas.slice(skipped));
  return [start ? "… " : "", ...part, end < text.length ? " …" : ""];
};

const link = (page, query, pattern, [id, titles, texts, formulas], fallback) => {
  const url = new URL(page, SITE);
  url.searchParams.set("h", query);
  url.hash = id;
  const [zh, en] = titles[0] ? titles : fallback;
  const title = make("span", "search-title", ...inBoth(zh, en, (text) => withMarks(text, pattern, [])));
  const words = texts[0] || texts[1] ? inBoth(texts[0], texts[1], (text, at) =>
    excerpt(text, formulas[at], ["zh", "ja"].includes(languages[at]) ? "zh" : "en", pattern)) : [];
  const anchor = make("a", "search-hit", title, make("span", "search-excerpt", ...words));
  anchor.href = url;
  return anchor;
};

const result = async ({ page, number, sections }, query, pattern) => {
  const all = await get(`page-${number}`);
  const titles = all[0][1];
  const item = make("li", "", link(page, query, pattern, all[0], titles));
  const inner = sections.filter(({ at }) => at).slice(0, SECTIONS);
  if (inner.length) {
    item.append(make("ul", "", ...inner.map(({ at }) => make("li", "", link(page, query, pattern, all[at], titles)))));
  }
  return item;
};

const said = (...words) => {
  const [first, second = first] = inBook(words);
  return inBoth(first, second);
};

const statusOf = (count) => {
  if (!count) return said("没有找到。换一个词，或者少写几个字。", "Nothing found. Try another word, or fewer.");
  return said("找到 {} 页", count > 1 ? "{} pages found" : "{} page found", count);
};

const FAILED = [
  "搜索的索引没有取到。请检查网络，再试一次。",
  "The index of the search could not be fetched. Check the connection, then try again.",
];

let turn = 0; // of the query at hand: answers to earlier ones come too late

// Puts what a query finds into the dialog: its status, its list and its button for more.
export const search = async (query, { state, list, more }) => {
  const mine = (turn += 1);
  const isLate = () => mine !== turn;
  const put = (status, items) => {
    state.replaceChildren(...status);
    list.replaceChildren(...items);
  };
  more.hidden = true;
  if (!query) return put([], []);
  try {
    const { pages, taken } = await find(query);
    const pattern = patternOf(taken);
    const resultsFrom = (first) =>
      Promise.all(pages.slice(first, first + SHOWN).map((page) => result(page, query, pattern)));
    const addMore = (first) => {
      more.hidden = pages.length <= first;
      more.onclick = async () => {
        [more.hidden, more.onclick] = [true, null]; // a second click would bring the same
        list.append(...(await resultsFrom(first)));
        addMore(first + SHOWN);
      };
    };
    const items = await resultsFrom(0);
    if (isLate()) return;
    put(statusOf(pages.length), items);
    addMore(SHOWN);
  } catch {
    if (!isLate()) put(said(...FAILED), []);
  }
};
