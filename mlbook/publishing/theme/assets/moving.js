// Figures that move: the module of one is fetched when the figure comes near the view, not before.
// Where this does not run, and on paper, the figure stands as its block has drawn it.
const NEAR = "300px 0px"; // so that it is there before it is seen

let styles;
const style = () => {
  styles ??= new Promise((done, fail) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("moving.css", import.meta.url).href;
    link.addEventListener("load", done);
    link.addEventListener("error", fail);
    document.head.append(link);
  });
  return styles;
};

const bring = async (place, name) => {
  const modules = [import("./moving/shared/figure.js"), import(`./moving/${name}.js`), style()];
  const [{ mount }, { figure }] = await Promise.all(modules);
  mount(place, name, figure);
};

const watch = (place, name) => {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((each) => each.isIntersecting)) return;
      observer.disconnect();
      bring(place, name).catch(() => {}); // offline: the drawing stays
    },
    { rootMargin: NEAR },
  );
  observer.observe(place);
};

for (const name of document.querySelector("script[data-figures]").dataset.figures.split(" ")) {
  watch(document.getElementById(`figure-${name}`), name);
}
