// Elements that scripts make. Words are given in both languages, as [zh, en]: book.css shows what
// the reading mode asks for, reading.js halves what stands in attributes. A book in other languages
// has the English ones, but for its Chinese.
export const languages = (document.documentElement.dataset.languages || "zh en").split(" ");

export const inBook = ([zh, en]) => languages.map((language) => (language === "zh" ? zh : en));

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
