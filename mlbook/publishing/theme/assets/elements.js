// Elements that scripts make. Words are given in both languages, as [zh, en]: book.css shows what
// the reading mode asks for, reading.js halves what stands in attributes.
export const make = (name, classes = "", ...children) => {
  const element = document.createElement(name);
  element.className = classes;
  element.append(...children);
  return element;
};

export const say = (element, [zh, en]) => {
  const halves = [make("span", "", zh), make("span", "", en)];
  [halves[0].lang, halves[1].lang] = ["zh", "en"];
  element.replaceChildren(halves[0], make("span", "dot", " · "), halves[1]);
  return element;
};

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
  element.title = words.join(" · ");
  element.setAttribute("aria-label", element.title);
  return element;
};
