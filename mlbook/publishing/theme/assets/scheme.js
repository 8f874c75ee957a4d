// Light, dark, or as the system has it. Loaded in <head>, so that the colours are right before
// anything is painted. The theme's own switch is not used: on the longest chapter it has every
// element styled three times more when a page starts, and on dark systems a first visit begins light.
(() => {
  "use strict";

  const KEY = "mlbook.scheme";
  const CHOICES = ["system", "light", "dark"];

  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Storage throws where the reader has forbidden it; the switch works all the same.
  const recall = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (choice) => {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      return;
    }
  };

  const show = (choice) => {
    const isDark = choice === "dark" || (choice === "system" && dark.matches);
    const bar = document.querySelector("meta[name=theme-color]");
    root.dataset.scheme = choice; // book.css shows the button that leads on from here
    root.dataset.mdColorScheme = isDark ? "slate" : "default"; // the theme's names
    bar.content = isDark ? bar.dataset.dark : bar.dataset.light;
  };

  const before = recall();
  show(CHOICES.includes(before) ? before : "system");
  dark.addEventListener("change", () => show(root.dataset.scheme));

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-next-scheme]")?.dataset.nextScheme;
    if (!choice) return;
    show(choice);
    remember(choice);
    document.querySelector(`[data-scheme-is=${choice}]`).focus();
  });
})();
