// From what the reader draws to what the network reads, as the book's digits were made: a digit fills a
// square of 32×32 dots, its lines are about as thick as those of all others, and in each of 8×8 blocks
// the dots that are on are counted, 0 to 16.
export const SIDE = 32;
const [PARTS, BLOCK] = [8, 4];
const [WIDTH, HEIGHT] = [14, 27]; // of the middle of the lines, which are about 5 dots thick
const INK = 312; // dots that are on: the mean of the book's digits
const [THINNEST, THICKEST] = [1.5, 3.2]; // half of the thickness of a line
const STRETCH = 1.25; // one direction may be stretched so much more than the other: a 1 stays slim
const LARGEST = 4; // a dot stays small

const fitted = (strokes) => {
  const [xs, ys] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  const size = (values) => Math.max(...values) - Math.min(...values) || 1e-9;
  const [wide, high] = [WIDTH / size(xs), HEIGHT / size(ys)];
  const least = Math.min(wide, high, LARGEST);
  const [across, down] = [Math.min(wide, STRETCH * least), Math.min(high, STRETCH * least)];
  const [x0, y0] = [middle(xs), middle(ys)];
  return strokes.map((stroke) => stroke.map(([x, y]) => [SIDE / 2 + (x - x0) * across, SIDE / 2 + (y - y0) * down]));
};

// The square of the distance of each dot from the nearest line, as far as it matters.
const squares = (strokes) => {
  const nearest = new Float64Array(SIDE * SIDE).fill(Infinity);
  const rows = (a, b) => [Math.max(0, Math.floor(Math.min(a, b) - THICKEST - 1)), Math.min(SIDE - 1, Math.ceil(Math.max(a, b) + THICKEST))];
  for (const stroke of strokes) {
    for (let i = 0; i < stroke.length; i += 1) {
      const [[ax, ay], [bx, by]] = [stroke[Math.max(i - 1, 0)], stroke[i]];
      const [dx, dy] = [bx - ax, by - ay];
      const length = dx * dx + dy * dy || 1;
      const [[left, right], [top, bottom]] = [rows(ax, bx), rows(ay, by)];
      for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) {
          const [x, y] = [column + 0.5 - ax, row + 0.5 - ay];
          const part = Math.min(Math.max((x * dx + y * dy) / length, 0), 1);
          const square = (x - part * dx) ** 2 + (y - part * dy) ** 2;
          const at = row * SIDE + column;
          if (square < nearest[at]) nearest[at] = square;
        }
      }
    }
  }
  return nearest;
};

// `strokes` are lists of points [x, y], each from 0 to 32. The answer is 64 counts.
export const picture = (strokes) => {
  const counts = new Uint8Array(PARTS * PARTS);
  if (!strokes.length) return counts;
  const nearest = squares(fitted(strokes));
  const limit = Math.min(Math.max(nearest.slice().sort()[INK - 1], THINNEST ** 2), THICKEST ** 2);
  nearest.forEach((square, at) => {
    const [row, column] = [Math.floor(at / SIDE / BLOCK), Math.floor((at % SIDE) / BLOCK)];
    if (square <= limit) counts[row * PARTS + column] += 1;
  });
  return counts;
};
