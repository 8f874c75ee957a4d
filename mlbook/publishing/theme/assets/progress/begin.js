// What the reader has done, on every page: a chapter has been read once its last section has been
// seen, and the contents show what has been done when there is anything to show.
const SITE = new URL("../..", import.meta.url);
const here = location.pathname.slice(SITE.pathname.length).replace(/index\.html$/, "");
const root = document.documentElement;

const isChapter = document.querySelector(".contents .md-nav__link--active .number");
const last = isChapter && [...document.querySelectorAll("article h2[id]")].at(-1);
if (last) {
  const end = new IntersectionObserver(async (seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    end.disconnect();
    const { recall, record } = await import("../progress.js");
    if (!recall("chapters", here)) record("chapters", here, true);
  });
  end.observe(last);
}

const marks = () => {
  root.toggleAttribute("data-progress", true);
  import("./contents.js");
};
if (root.hasAttribute("data-progress")) marks();
else document.addEventListener("mlbook:progress", marks, { once: true });
