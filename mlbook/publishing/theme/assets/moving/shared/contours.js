// Contours of a function of two variables, by marching squares, as the d of an SVG path.
const PARTS = 90; // of each side of the plot

export const contours = (plot, f, levels) => {
  const axis = (i) => Array.from({ length: PARTS + 1 }, (_, n) => plot.from[i] + (n / PARTS) * (plot.to[i] - plot.from[i]));
  const [xs, ys] = [axis(0), axis(1)];
  const values = ys.map((y) => xs.map((x) => f(x, y)));
  const pieces = [];
  for (const level of levels) {
    for (let row = 0; row < PARTS; row += 1) {
      for (let column = 0; column < PARTS; column += 1) {
        const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([right, up]) => {
          const [x, y] = [xs[column + right], ys[row + up]];
          return [x, y, values[row + up][column + right] - level];
        });
        const cuts = corners.flatMap(([x, y, value], i) => {
          const [nextX, nextY, next] = corners[(i + 1) % 4];
          if (value < 0 === next < 0) return [];
          const part = value / (value - next);
          return [`${plot.x(x + part * (nextX - x)).toFixed(1)} ${plot.y(y + part * (nextY - y)).toFixed(1)}`];
        });
        for (let i = 0; i + 1 < cuts.length; i += 2) pieces.push(`M${cuts[i]}L${cuts[i + 1]}`);
      }
    }
  }
  return pieces.join("");
};
