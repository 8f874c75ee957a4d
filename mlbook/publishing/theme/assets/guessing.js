// Whether outputs wait for a guess. Loaded in <head> of a page with predictions, so that an output
// which is to wait, or has waited already, never flashes; guesses.css does the rest.
(() => {
  "use strict";

  const root = document.documentElement;

  // Storage throws where the reader has forbidden it; the page asks all the same.
  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  root.toggleAttribute("data-guessing", recall("mlbook.guessing") !== "off");

  let done = {}; // predictions.js keeps it, by progress.js
  try {
    done = JSON.parse(recall("mlbook.progress")).predictions ?? {};
  } catch {
    return;
  }
  const predicted = document.getElementsByClassName("predicted");
  const mark = () => {
    for (const each of predicted) if (Object.hasOwn(done, each.dataset.key)) each.classList.add("done");
  };
  // Before each paint, while the page is still being read.
  const reading = new MutationObserver(mark);
  reading.observe(root, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    reading.disconnect();
    mark();
  });
})();
