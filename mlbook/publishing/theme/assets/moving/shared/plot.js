// Plots in SVG: axes as the book's figures have them, lines, and handles that can be dragged.
const SPACE = "http://www.w3.org/2000/svg";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FAR = 5; // steps that an arrow with Shift goes
const [LEFT, BOTTOM, TOP, RIGHT] = [40, 34, 10, 10];

export const svg = (name, attributes = {}, ...children) => {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const minus = (value) => String(value).replace("-", "−");

const letter = (text, attributes) => {
  const [name, index] = text.split("_");
  const element = svg("text", { class: "moving-letter", ...attributes }, name);
  if (index) element.append(svg("tspan", { dy: 3, class: "moving-index" }, index));
  return element;
};

let clips = 0;

// `x`, `y`: { from, to, ticks, label }. Returns the element, the layer for what is drawn, the scales
// x(value) and y(value), and at(event), the point under a pointer.
export const plot = ({ width, height, name, x, y }) => {
  const [right, bottom] = [width - RIGHT, height - BOTTOM];
  const scale = ({ from, to }, start, end) => (value) => start + ((value - from) / (to - from)) * (end - start);
  const [across, up] = [scale(x, LEFT, right), scale(y, bottom, TOP)];
  const clip = `moving-clip-${(clips += 1)}`;
  const layer = svg("g", { "clip-path": `url(#${clip})` });
  const axes = svg("g", { class: "moving-axes", "aria-hidden": "true" });
  for (const tick of x.ticks) {
    axes.append(svg("path", { d: `M${across(tick)} ${TOP}V${bottom}` }));
    axes.append(svg("text", { x: across(tick), y: bottom + 15, "text-anchor": "middle" }, minus(tick)));
  }
  for (const tick of y.ticks) {
    axes.append(svg("path", { d: `M${LEFT} ${up(tick)}H${right}` }));
    axes.append(svg("text", { x: LEFT - 6, y: up(tick) + 4, "text-anchor": "end" }, minus(tick)));
  }
  axes.append(svg("path", { class: "moving-spines", d: `M${LEFT} ${TOP}V${bottom}H${right}` }));
  axes.append(letter(x.label, { x: (LEFT + right) / 2, y: height - 4, "text-anchor": "middle" }));
  axes.append(letter(y.label, { x: 2, y: (TOP + bottom) / 2 + 4 }));
  const room = svg("rect", { x: LEFT, y: TOP, width: right - LEFT, height: bottom - TOP });
  const element = svg(
    "svg",
    { class: "moving-plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name.join(" · ") },
    svg("clipPath", { id: clip }, room),
    axes,
    layer,
  );
  const at = (event) => {
    const box = element.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    return [
      x.from + ((left - LEFT) / (right - LEFT)) * (x.to - x.from),
      y.to - ((top - TOP) / (bottom - TOP)) * (y.to - y.from),
    ];
  };
  return { element, layer, x: across, y: up, at, from: [x.from, y.from], to: [x.to, y.to] };
};

// A line through points of a plot, which put(points) moves.
export const line = (plot, classes, points = []) => {
  const element = svg("polyline", { class: `moving-line ${classes}` });
  plot.layer.append(element);
  const far = (value) => Math.round(Math.min(Math.max(value, -1e5), 1e5) * 100) / 100;
  const put = (some) => {
    element.setAttribute("points", some.map(([x, y]) => `${far(plot.x(x))},${far(plot.y(y))}`).join(" "));
  };
  put(points);
  return { element, put };
};

// A point that is dragged, or moved by the arrow keys. `step` is the grid it stays on, move(point)
// is told where it was put; put(point, text) shows where it is. `classes`: its colour, c1 unless given.
export const handle = (plot, { name, step, move, classes = "c1" }) => {
  const element = svg(
    "g",
    { class: `moving-handle ${classes}`, role: "slider", tabindex: 0, "aria-label": name.join(" · "), "aria-orientation": "horizontal" },
    svg("circle", { r: 22, class: "moving-reach" }),
    svg("circle", { r: 8 }),
  );
  plot.element.append(element);
  const places = Math.max(0, Math.ceil(-Math.log10(step)));
  let here = [0, 0];
  const go = (point) => {
    const kept = point.map((value, i) => Math.min(Math.max(value, plot.from[i]), plot.to[i]));
    const there = kept.map((value) => Number((Math.round(value / step) * step).toFixed(places)) + 0);
    if (there.some((value, i) => value !== here[i])) move(there);
  };
  element.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const by = step * (event.shiftKey ? FAR : 1);
    go(here.map((value, i) => value + by * arrow[i]));
  });
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    event.preventDefault();
  });
  // A finger on it drags and does not scroll. Chromium heeds no touch-action of what is in an SVG.
  element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) go(plot.at(event));
  });
  const put = (point, text) => {
    here = point;
    element.setAttribute("transform", `translate(${plot.x(point[0])} ${plot.y(point[1])})`);
    element.setAttribute("aria-valuenow", point[0]);
    element.setAttribute("aria-valuemin", plot.from[0]);
    element.setAttribute("aria-valuemax", plot.to[0]);
    element.setAttribute("aria-valuetext", text);
  };
  return { element, put, go };
};
