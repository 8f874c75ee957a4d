// Elements that scripts make. Words are given in both languages, as [zh, en]: book.css shows what
// the reading mode asks for, reading.js halves what stands in attributes. Values for their {} come
// after them; a value that is an array has one for each language of the book. Another language has
// what the book says in place of the English (mkdocs_theme.py puts that here), or the English.
const WORDS = {};

export const languages = (document.documentElement.dataset.languages || "zh en").split(" ");

export const inBook = ([zh, en, ...values]) =>
  languages.map((language, at) => {
    const form = language === "zh" ? zh : (WORDS[language]?.[en] ?? en);
    let next = 0;
    const fill = (value) => (Array.isArray(value) ? value[at] : value);
    return form.replace(/\{(\d?)\}/g, (_, place) => fill(values[place || next++]));
  });

export const make = (name, classes = "", ...children) => {
  const element = document.createElement(name);
  element.className = classes;
  element.append(...children);
  return element;
};

// A name for an attribute, `中文 · English`.
export const nameOf = (words) => [...new Set(inBook(words))].join(" · ");

// Puts words into an element, one for each language of the book; what is the same in both, once.
export const put = (element, words) => {
  const halves = words.map((word) => make("span", "", word));
  if (languages.join() === "zh,en" || new Set(words).size === 2) {
    halves.forEach((half, at) => (half.lang = languages[at]));
    element.replaceChildren(halves[0], make("span", "dot", " · "), halves[1]);
  } else element.replaceChildren(halves[0]);
  return element;
};

export const say = (element, words) => put(element, inBook(words));

export const button = (classes, words, act) => {
  const element = say(make("button", classes), words);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
};

// A button that shows an icon, which run.css or blocks.css gives to its class.
export const iconButton = (classes, words, act) => {
  const element = button(`tool ${classes}`, words, act);
  element.replaceChildren();
  element.title = nameOf(words);
  element.setAttribute("aria-label", element.title);
  return element;
};
