// Remembers where the reader stopped, in this browser and nowhere else, and offers to go on there.
// Where storage is forbidden nothing is remembered, and nothing offered.
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
  return ["zh", "en"].map((language) => half(language).textContent.replace(/#$/, "").trim());
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
  const titles = [`${chapter[0]}，${section[0]}`, `${chapter[1]}, ${section[1]}`];
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
  const isPlace = titles?.length === 2 && [page, id, ...titles].every((each) => typeof each === "string");
  if (!isPlace || !URL.canParse(page, SITE)) return null;
  const address = new URL(page, SITE);
  address.hash = id;
  return address.href.startsWith(SITE.href) ? address.href : null;
};

const offer = (href, [zh, en]) => {
  const link = element(
    "a",
    { href },
    element("span", { lang: "zh" }, `接着读：${zh}`),
    element("span", { className: "dot" }, " · "),
    element("span", { lang: "en" }, `Go on reading: ${en}`),
  );
  const close = element("button", { type: "button", title: "不用 · No, thanks" }, "×");
  close.setAttribute("aria-label", close.title);
  const aside = element("aside", { className: "resume" }, link, close);
  aside.setAttribute("aria-label", "接着读 · Go on reading");
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
