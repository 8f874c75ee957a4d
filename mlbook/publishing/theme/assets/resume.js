// Remembers where the reader stopped, in this browser and nowhere else, and offers to go on there.
// Where storage is forbidden nothing is remembered, and nothing offered.
import { inBook, languages, nameOf, put } from "./elements.js";

const KEY = "mlbook.places";
const SITE = new URL("..", import.meta.url);
const READ = 0.4; // of the height of the window: a heading above this line has been come to
const SETTLED = 400; // milliseconds after the last movement

const here = location.pathname.slice(SITE.pathname.length);
const isHome = here === "" || here === "index.html";

const recall = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
};
const remember = (places) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(places));
  } catch {
    return;
  }
};

// A title in both languages; one that has no halves is the same in both.
const halves = (element) => {
  const half = (language) => element.querySelector(`[lang=${language}]`) ?? element;
  return languages.map((language) => half(language).textContent.replace(/#$/, "").trim());
};

// Where the reader is: the last heading above the line; after the end of the page, the next page.
const place = () => {
  const next = document.querySelector(".md-footer__link--next");
  if (next && next.getBoundingClientRect().bottom < innerHeight) {
    const page = new URL(next.href).pathname.slice(SITE.pathname.length);
    const number = next.querySelector(".number")?.textContent ?? "";
    const titles = halves(next.querySelector(".md-footer__title")).map((half) => `${number} ${half}`.trim());
    return { page, id: "", titles };
  }
  const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")];
  const heading = headings.findLast((each) => each.getBoundingClientRect().top < READ * innerHeight);
  if (!heading) return null;
  const [chapter, section] = [document.querySelector("article h1"), heading].map(halves);
  const titles = inBook(["，", ", "]).map((comma, at) => `${chapter[at]}${comma}${section[at]}`);
  return { page: here, id: heading.id, titles };
};

const note = () => {
  const last = place();
  if (!last) return;
  const places = recall();
  remember({ last, pages: { ...places.pages, [here]: last.page === here ? last : undefined } });
};

const element = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

// Other sites of the same host can write into this storage: only a page of this one is offered.
const addressOf = ({ page, id, titles }) => {
  const isPlace = titles?.length === languages.length && [page, id, ...titles].every((each) => typeof each === "string");
  if (!isPlace || !URL.canParse(page, SITE)) return null;
  const address = new URL(page, SITE);
  address.hash = id;
  return address.href.startsWith(SITE.href) ? address.href : null;
};

const offer = (href, titles) => {
  const words = inBook(["接着读：", "Go on reading: "]);
  const link = put(element("a", { href }), words.map((word, at) => word + titles[at]));
  const close = element("button", { type: "button", title: nameOf(["不用", "No, thanks"]) }, "×");
  close.setAttribute("aria-label", close.title);
  const aside = element("aside", { className: "resume" }, link, close);
  aside.setAttribute("aria-label", nameOf(["接着读", "Go on reading"]));
  close.addEventListener("click", () => aside.remove());
  link.addEventListener("click", () => aside.remove());
  addEventListener("scroll", () => scrollY > innerHeight && aside.remove(), { passive: true });
  document.body.append(aside);
};

const isFresh = performance.getEntriesByType("navigation")[0]?.type === "navigate";
const { last, pages } = recall();
const before = isHome ? last : pages?.[here];
const address = before && addressOf(before);
if (address && isFresh && !location.hash && scrollY < 1) offer(address, before.titles);

if (!isHome) {
  let settled = 0;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(settled);
      settled = setTimeout(note, SETTLED);
    },
    { passive: true },
  );
}
