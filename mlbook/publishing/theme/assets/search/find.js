// Finds sections: asks the index that mlbook/publishing/search has made, which weighs the words; here
// they are only added up. Files are fetched when they are needed, and kept.
import { languages } from "../elements.js";
import { isChinese, isSlip, name, pairs, runs } from "./words.js";

export const SITE = new URL("../..", import.meta.url);
const WHOLE = 1000; // what a whole title or term counts: more than any sum of words
const PREFIX = 0.4; // what a longer word counts that begins with the one looked for
const SLIP = 0.3;
const ASKING = languages.includes("zh") ? /是什么|什么是|为什么|什么|怎么样?|怎样|如何|有哪些|哪些|哪个|多少|[的吗呢了会要]/g : /(?!)/g;
const SMALL = new Set("a an and are by do does for from how in is it of on or the to what when which why with".split(" "));

const fetched = new Map();

export const get = (file) => {
  if (!fetched.has(file)) {
    const answer = fetch(new URL(`search/${file}.json`, SITE)).then((response) => {
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => fetched.delete(file));
    fetched.set(file, answer);
  }
  return fetched.get(file);
};

// The words of the index from one to another, each with a list: number of a section, score, …
const between = async (first, last) => {
  const { parts } = await get("index");
  const partOf = (word) => Math.max(parts.findLastIndex((begin) => begin <= word), 0);
  const numbers = [];
  for (let number = partOf(first); number <= partOf(last); number += 1) numbers.push(number);
  const found = await Promise.all(numbers.map((number) => get(`words-${number}`)));
  return found.flatMap((part) => Object.entries(part)).filter(([word]) => word >= first && word <= last);
};

// How much each section is about a word, and the words of the index that were taken for it.
const scoresOf = async (word) => {
  const scores = new Map();
  const taken = [];
  const add = (entries, factor) => {
    for (const [each, list] of entries) {
      taken.push(each);
      for (let at = 0; at < list.length; at += 2) {
        const score = list[at + 1] * (each === word ? 1 : factor);
        scores.set(list[at], Math.max(scores.get(list[at]) || 0, score));
      }
    }
  };
  const isPair = isChinese(word) && word.length > 1;
  add(await between(word, isPair ? word : `${word}\uffff`), PREFIX);
  if (!scores.size && word.length > 3 && !isChinese(word)) {
    const alike = await between(word[0], `${word[0]}\uffff`);
    add(alike.filter(([each]) => isSlip(each, word)), SLIP);
  }
  return { scores, taken };
};

// What is looked for: without the words of the question, if others are left.
export const soughtIn = (query) => {
  const bare = runs(query.replace(ASKING, " ")).filter((run) => !SMALL.has(run));
  return bare.length ? bare : runs(query);
};

const LONG = 4; // characters: a longer run of Chinese is more than a word

// The words of the index for a run; what of it may be marked where it was found.
export const wordsOf = (run) => (isChinese(run) ? pairs(run) : [run]);
export const marksOf = (run) => (run.length > LONG ? [run, ...wordsOf(run)] : [run]);

// A run of Chinese is found by its pairs of characters: a word by all, a longer run by most of them.
const findRun = async (run) => {
  const words = wordsOf(run);
  const found = await Promise.all(words.map(scoresOf));
  const needed = run.length > LONG ? Math.ceil((2 / 3) * words.length) : words.length;
  const [sums, counts] = [new Map(), new Map()];
  for (const { scores } of found) {
    for (const [section, score] of scores) {
      sums.set(section, (sums.get(section) || 0) + score);
      counts.set(section, (counts.get(section) || 0) + 1);
    }
  }
  for (const [section, count] of counts) if (count < needed) sums.delete(section);
  return { sums, taken: isChinese(run) ? marksOf(run) : found[0].taken };
};

// Sections with all that is looked for; of three things or more, one may be missing.
const scored = async (query) => {
  const sought = soughtIn(query);
  const found = await Promise.all(sought.map(findRun));
  const [scores, counts] = [new Map(), new Map()];
  for (const { sums } of found) {
    for (const [section, score] of sums) {
      scores.set(section, (scores.get(section) || 0) + score);
      counts.set(section, (counts.get(section) || 0) + 1);
    }
  }
  const most = Math.max(0, ...counts.values());
  const needed = sought.length > 2 ? Math.max(most, sought.length - 1) : sought.length;
  for (const [section, count] of counts) if (count < needed) scores.delete(section);
  for (const whole of new Set([name(query), sought.join(" ")])) {
    for (const [, list] of await between(`=${whole}`, `=${whole}`)) {
      for (let at = 0; at < list.length; at += 2) {
        scores.set(list[at], (scores.get(list[at]) || 0) + WHOLE * list[at + 1]);
      }
    }
  }
  return { scores, taken: found.flatMap((each) => each.taken) };
};

// The pages with what was found: the best first, and of each its best sections.
const pagesOf = ({ pages, sizes }, scores) => {
  const found = [];
  let first = 0;
  pages.forEach((page, number) => {
    const sections = [];
    for (let at = 0; at < sizes[number]; at += 1) {
      if (scores.has(first + at)) sections.push({ at, score: scores.get(first + at) });
    }
    first += sizes[number];
    sections.sort((one, other) => other.score - one.score || one.at - other.at);
    if (sections.length) found.push({ page, number, sections, score: sections[0].score });
  });
  return found.sort((one, other) => other.score - one.score || one.number - other.number);
};

export const find = async (query) => {
  const [head, { scores, taken }] = await Promise.all([get("index"), scored(query)]);
  return { pages: pagesOf(head, scores), taken };
};
