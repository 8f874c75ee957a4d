// The dialog of the search: it opens at the button in the header, or at one of its keys. Until then
// nothing of the search is fetched but this.
const KEYS = ["/", "f", "s"];
const TYPING = "input, textarea, select, [contenteditable]";

const dialog = document.querySelector("dialog.search");
const input = dialog.querySelector("input");
const [state, list, more] = ["[role=status]", "ol", ".search-more"].map((each) => dialog.querySelector(each));

const search = async () => {
  const results = await import("./search/results.js");
  results.search(input.value.trim(), { state, list, more });
};

const open = () => {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  import("./search/find.js").then(({ get }) => get("index")).catch(() => {}); // a search will say so
};

// Arrows go from the input to the results and through them; Enter opens the first. Escape closes: by
// itself it would only empty the input at first.
const steer = (event) => {
  const stops = [input, ...dialog.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
  } else if (event.key === "Escape") {
    dialog.close();
  } else if (event.key === "Enter" && at === 0) {
    event.preventDefault();
    stops[1]?.click();
  }
};

document.querySelector(".search-open").addEventListener("click", open);
input.addEventListener("input", search);
dialog.addEventListener("keydown", steer);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("a, .search-close")) dialog.close();
});
document.addEventListener("keydown", (event) => {
  const isOther = event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING);
  if (isOther || !KEYS.includes(event.key)) return;
  event.preventDefault();
  open();
});

const asked = new URLSearchParams(location.search).get("h");
if (asked) import("./search/highlights.js").then(({ highlight }) => highlight(asked));
