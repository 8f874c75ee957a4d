// TwoLayerNet(64, 50, 10) of `mlbook` with its gradient, in float64: the same formulas, in loops. A batch
// of N samples is an array of N rows, one after the other.
export const [INPUTS, HIDDEN, OUTPUTS] = [64, 50, 10];
const GUARD = 1e-7; // keeps a logarithm finite

// The sines of the squares look as if drawn at random, and every language computes the same.
const sines = (size) => Float64Array.from({ length: size }, (_, n) => 0.1 * Math.sin(n * n));

export const initial = () => ({
  W1: sines(INPUTS * HIDDEN),
  b1: new Float64Array(HIDDEN),
  W2: sines(HIDDEN * OUTPUTS),
  b2: new Float64Array(OUTPUTS),
});

const affine = (x, W, b) => {
  const width = b.length;
  const depth = W.length / width;
  const y = new Float64Array((x.length / depth) * width);
  for (let row = 0; row * depth < x.length; row += 1) {
    y.set(b, row * width);
    for (let i = 0; i < depth; i += 1) {
      const value = x[row * depth + i];
      if (value === 0) continue; // half of the pixels are
      for (let j = 0; j < width; j += 1) y[row * width + j] += value * W[i * width + j];
    }
  }
  return y;
};

const softmax = (scores) => {
  const y = new Float64Array(scores.length);
  for (let row = 0; row < y.length; row += OUTPUTS) {
    const some = scores.subarray(row, row + OUTPUTS);
    const largest = Math.max(...some);
    let sum = 0;
    for (let k = 0; k < OUTPUTS; k += 1) {
      y[row + k] = Math.exp(some[k] - largest);
      sum += y[row + k];
    }
    for (let k = 0; k < OUTPUTS; k += 1) y[row + k] /= sum;
  }
  return y;
};

// What the hidden units say, and the probabilities.
export const forward = ({ W1, b1, W2, b2 }, x) => {
  const hidden = affine(x, W1, b1);
  for (let i = 0; i < hidden.length; i += 1) hidden[i] = 1 / (1 + Math.exp(-hidden[i]));
  return { hidden, y: softmax(affine(hidden, W2, b2)) };
};

// The gradients of an affine layer with respect to W and b.
const slopes = (x, upstream, width) => {
  const depth = (x.length / upstream.length) * width;
  const [dW, db] = [new Float64Array(depth * width), new Float64Array(width)];
  for (let row = 0; row * width < upstream.length; row += 1) {
    for (let j = 0; j < width; j += 1) db[j] += upstream[row * width + j];
    for (let i = 0; i < depth; i += 1) {
      const value = x[row * depth + i];
      if (value === 0) continue;
      for (let j = 0; j < width; j += 1) dW[i * width + j] += value * upstream[row * width + j];
    }
  }
  return [dW, db];
};

export const gradient = (params, x, t) => {
  const { hidden, y } = forward(params, x);
  const upstream = y.slice(); // what comes back to the scores: (y - t) / N
  for (let row = 0; row < t.length; row += 1) upstream[row * OUTPUTS + t[row]] -= 1;
  for (let i = 0; i < upstream.length; i += 1) upstream[i] /= t.length;
  const before = new Float64Array(hidden.length); // and through the sigmoid
  for (let row = 0; row < t.length; row += 1) {
    for (let j = 0; j < HIDDEN; j += 1) {
      const h = hidden[row * HIDDEN + j];
      let sum = 0;
      for (let k = 0; k < OUTPUTS; k += 1) sum += upstream[row * OUTPUTS + k] * params.W2[j * OUTPUTS + k];
      before[row * HIDDEN + j] = sum * (h * (1 - h));
    }
  }
  const [W1, b1] = slopes(x, before, HIDDEN);
  const [W2, b2] = slopes(hidden, upstream, OUTPUTS);
  return { W1, b1, W2, b2 };
};

// One update of gradient descent, in place.
export const update = (params, x, t, rate) => {
  for (const [name, slope] of Object.entries(gradient(params, x, t))) {
    for (let i = 0; i < slope.length; i += 1) params[name][i] -= rate * slope[i];
  }
};

export const answer = (y) => y.indexOf(Math.max(...y));

export const evaluate = (params, x, t) => {
  const { y } = forward(params, x);
  let [loss, right] = [0, 0];
  for (let n = 0; n < t.length; n += 1) {
    const row = y.subarray(n * OUTPUTS, (n + 1) * OUTPUTS);
    loss += Math.max(-Math.log(row[t[n]] + GUARD), 0);
    right += answer(row) === t[n];
  }
  return { loss: loss / t.length, accuracy: right / t.length };
};
