// Exercises: what checks them begins to load when the first comes near, and what marks the solved
// ones when there is any progress to show.
const root = document.documentElement;

const near = new IntersectionObserver(
  async (seen) => {
    const frames = seen.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
    if (!frames.length) return;
    frames.forEach((frame) => near.unobserve(frame));
    const { begin } = await import("./exercises/exercise.js");
    frames.forEach(begin);
  },
  { rootMargin: "50% 0px" },
);
for (const frame of document.querySelectorAll("article .exercise-start:not([data-needs])")) near.observe(frame);

const marks = () => import("./exercises/solved.js");
if (root.hasAttribute("data-progress")) marks();
else document.addEventListener("mlbook:progress", marks, { once: true });
