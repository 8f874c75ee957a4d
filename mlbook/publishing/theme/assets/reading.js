// The reading mode: zh, en or both; in another book its languages, and in one language that one.
// Loaded in <head> before anything is painted, so that no
// language flashes; book.css does the rest from <html data-reading>.
(() => {
  "use strict";

  const KEY = "mlbook.reading";
  const WRAP = "mlbook.wrap"; // whether lines of code wrap: wide.js
  const PROGRESS = "mlbook.progress"; // progress.js
  const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, pre, figure, table, summary, math[display=block]";
  const NAMED = ["aria-label", "title", "placeholder", "alt"];

  const root = document.documentElement;
  const LANGUAGES = (root.dataset.languages || "zh en").split(" ");
  const [FIRST, SECOND] = LANGUAGES;
  const MODES = SECOND ? [...LANGUAGES, "both"] : [FIRST];
  const fullTitle = document.title;
  const fullNames = new Map();

  // Storage throws where the reader has forbidden it; the switch must work all the same.
  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const remember = (mode) => {
    try {
      localStorage.setItem(KEY, mode);
    } catch {
      return;
    }
  };

  const ofBrowser = () => {
    const spoken = (navigator.languages || []).map((tag) => tag.toLowerCase().split("-")[0]);
    return spoken.find((language) => LANGUAGES.includes(language)) || LANGUAGES.at(-1);
  };

  const initial = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    if (MODES.includes(asked)) {
      remember(asked);
      return asked;
    }
    const before = recall(KEY);
    return MODES.includes(before) ? before : ofBrowser();
  };

  const isPair = (text, before) => FIRST !== "zh" || /\p{Script=Han}/u.test(text.slice(0, before));

  // "中文 · English" to its half; where names are joined ("上一页 · Previous: 损失 · Loss"), each of them.
  const half = (text, mode) => {
    if (mode === "both" || !SECOND) return text;
    const joints = text.split(" · ").length > 2 ? /( — |: )/ : /( — )/;
    const pick = (part) => {
      const at = part.indexOf(" · ");
      if (at < 0 || !isPair(part, at)) return part;
      return mode === FIRST ? part.slice(0, at) : part.slice(at + 3);
    };
    return text.split(joints).map(pick).join("");
  };

  // An attribute that is set anew has its element styled anew, or the whole page, though it says the same.
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  const rename = (mode) => {
    for (const name of NAMED) {
      for (const element of document.querySelectorAll(`[${name}*=" · "]`)) {
        const names = fullNames.get(element) || {};
        names[name] ??= element.getAttribute(name);
        fullNames.set(element, names);
      }
    }
    for (const [element, names] of fullNames) {
      for (const name in names) set(element, name, half(names[name], mode));
    }
  };

  // The theme writes its own words as `中文 · English` when they are needed: mark their halves, so
  // that the mode shows the one it should. "#" is the count that only the first half was given.
  const mark = (element) => {
    const joint = [...element.childNodes].find((node) => node.nodeType === 3 && node.data.includes(" · "));
    if (!joint || !SECOND || !isPair(element.textContent)) return;
    const count = element.textContent.match(/\d\S*/)?.[0] ?? "";
    const [first, dot, second] = [FIRST, "", SECOND].map((language) => {
      const part = document.createElement("span");
      if (language) part.lang = language;
      else part.className = "dot";
      return part;
    });
    const at = joint.data.indexOf(" · ");
    const rest = joint.splitText(at);
    rest.data = rest.data.slice(3).replace("#", count);
    dot.textContent = " · ";
    const nodes = [...element.childNodes];
    first.append(...nodes.slice(0, nodes.indexOf(rest)));
    second.append(...nodes.slice(nodes.indexOf(rest)));
    element.append(first, dot, second);
  };

  const markLate = () => {
    document.querySelectorAll(".md-dialog__inner").forEach(mark);
  };

  const show = (mode) => {
    set(root, "data-reading", mode);
    const language = mode === "both" ? FIRST : mode;
    set(root, "lang", language === "zh" ? "zh-CN" : language);
    document.title = half(fullTitle, mode);
    if (!document.body) return;
    for (const button of document.querySelectorAll("[data-read]")) {
      set(button, "aria-pressed", String(button.dataset.read === mode));
    }
    rename(mode);
  };

  const below = () => document.querySelector(".md-header")?.getBoundingClientRect().bottom || 0;

  // What the reader is reading: the first block under the header, and how far its top is from there
  // (as a share of its height when the top is already out of sight: its twin is of another height).
  const place = () => {
    if (window.scrollY < 1) return null;
    for (const block of document.querySelectorAll(`article :is(${BLOCKS})`)) {
      const { top, bottom, height } = block.getBoundingClientRect();
      if (height && bottom > below() + 1) {
        const offset = top - below();
        return { block, offset: Math.max(offset, 0), share: Math.max(-offset, 0) / height };
      }
    }
    return null;
  };

  const visibleTwin = (block) => {
    const side = block.closest(".twins > [lang]");
    if (!side || block.getClientRects().length) return block;
    const other = side.lang === FIRST ? side.nextElementSibling : side.previousElementSibling;
    const at = [...side.querySelectorAll(BLOCKS)].indexOf(block);
    return other.querySelectorAll(BLOCKS)[at] || other;
  };

  const change = (mode) => {
    const kept = place();
    show(mode);
    remember(mode);
    const url = new URL(location.href);
    if (url.searchParams.has("lang")) {
      url.searchParams.delete("lang");
      history.replaceState(history.state, "", url);
    }
    if (!kept) return;
    const { top, height } = visibleTwin(kept.block).getBoundingClientRect();
    const by = top + kept.share * height - kept.offset - below();
    window.scrollBy({ top: by, behavior: "instant" });
  };

  show(initial());
  root.toggleAttribute("data-wrap", recall(WRAP) !== null);
  root.toggleAttribute("data-progress", recall(PROGRESS) !== null); // there are marks to load

  // The theme would say so when the page is there, and every element would be styled anew.
  root.classList.replace("no-js", "js");
  root.classList.add("js-focus-visible");

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-read]");
    if (button) change(button.dataset.read);
  });

  // The theme opens its menu by a label, which a keyboard does not reach.
  const button = (opens, name) => {
    const label = document.querySelector(`label.md-header__button[for=${opens}]`);
    if (!label) return;
    const inner = document.createElement("button");
    inner.type = "button";
    inner.setAttribute("aria-label", name);
    inner.append(...label.childNodes);
    label.append(inner);
    inner.addEventListener("click", () => document.getElementById(opens).click());
  };

  document.addEventListener("DOMContentLoaded", () => {
    button("__drawer", document.querySelector(".contents")?.getAttribute("aria-label") || "");
    const late = new MutationObserver(markLate);
    for (const place of document.querySelectorAll(".md-dialog")) {
      late.observe(place, { childList: true, subtree: true, characterData: true });
    }
    // Buttons come with the scripts, and with what they show.
    let due = false;
    const renameSoon = () => {
      if (due) return;
      due = true;
      setTimeout(() => {
        due = false;
        rename(root.dataset.reading);
      }, 100);
    };
    new MutationObserver(renameSoon).observe(document.querySelector("article"), { childList: true, subtree: true });
    show(root.dataset.reading);
  });

  // On paper nothing can be unfolded: all is open, and folded again afterwards what was folded.
  const folded = [];
  window.addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("article details:not([open])")) {
      each.open = true;
      folded.push(each);
    }
  });
  window.addEventListener("afterprint", () => {
    while (folded.length) folded.pop().open = false;
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) show(initial());
  });
})();
