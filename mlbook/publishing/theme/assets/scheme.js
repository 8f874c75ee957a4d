// Light, dark, or as the system has it. Loaded in <head>, so that nothing is painted in the wrong
// colours. The theme has such a switch, but when it starts every element is styled anew four times.
(() => {
  "use strict";

  const KEY = "mlbook.scheme";
  const CHOICES = ["system", "light", "dark"];

  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Storage throws where the reader has forbidden it; the switch must work all the same.
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
    root.style.colorScheme = isDark ? "dark" : "";
    if (bar) bar.content = isDark ? bar.dataset.dark : bar.dataset.light;
    if (document.body) document.body.dataset.mdColorScheme = isDark ? "slate" : "default";
  };

  const before = recall();
  show(CHOICES.includes(before) ? before : "system");

  // The page names the light scheme for readers without scripts.
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    show(root.dataset.scheme);
  }).observe(root, { childList: true });

  dark.addEventListener("change", () => show(root.dataset.scheme));

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-next-scheme]");
    if (!button) return;
    const choice = button.dataset.nextScheme;
    document.body.setAttribute("data-md-color-switching", ""); // the theme's word for: at once
    show(choice);
    remember(choice);
    document.querySelector(`[data-scheme-is=${choice}]`).focus();
    requestAnimationFrame(() => document.body.removeAttribute("data-md-color-switching"));
  });
})();
