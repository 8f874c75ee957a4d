// A figure opens large, over the page: there the browser's own scrolling and zoom move it. Without
// this script its link leads to the drawing.
import { inBook, languages, nameOf } from "./elements.js";

const CLOSE = ["关闭", "Close"];
const root = document.documentElement;

const dialog = document.createElement("dialog");
dialog.className = "enlarged";
const close = document.createElement("button");
close.type = "button";
close.className = "enlarged-close";
const place = document.createElement("div");
place.className = "enlarged-figure";
place.tabIndex = 0; // a keyboard scrolls it
dialog.append(close, place);
document.body.append(dialog);

const inMode = () => {
  const words = inBook(CLOSE);
  return words[languages.indexOf(root.dataset.reading)] || nameOf(CLOSE);
};

// As large as the window allows, and never smaller than it was drawn: on a phone it is moved.
const fit = (image) => {
  const scale = Math.min((innerWidth - 32) / image.width, (innerHeight - 32) / image.height);
  const by = Math.max(scale, 1);
  image.style.setProperty("width", `${Math.round(image.width * by)}px`);
  image.style.setProperty("height", "auto");
};

const open = (link) => {
  const shown = [...link.querySelectorAll("img")].find((each) => each.getClientRects().length);
  const image = shown.cloneNode();
  image.width = Number(shown.getAttribute("width"));
  image.height = Number(shown.getAttribute("height"));
  image.loading = "eager";
  fit(image);
  close.setAttribute("aria-label", inMode());
  close.title = inMode();
  dialog.setAttribute("aria-label", shown.alt);
  place.replaceChildren(image);
  dialog.showModal();
  place.scrollTo(0, 0); // to its axes
};

document.addEventListener("click", (event) => {
  const link = event.target.closest(".enlarge");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

close.addEventListener("click", () => dialog.close());
place.addEventListener("click", (event) => {
  if (event.target === place) dialog.close();
});
