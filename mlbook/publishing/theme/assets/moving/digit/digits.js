// The digits to learn from and those to be tested with, in one file that the press writes from
// load_digits(): of each digit what it is, then its 64 values from 0 to 16.
import { INPUTS } from "./network.js";

const LEARNED = 1500;
const ROW = 1 + INPUTS;

const fetched = async () => {
  const answer = await fetch(new URL("digits.bin", import.meta.url));
  if (!answer.ok) throw new Error(`digits.bin: ${answer.status}`);
  const stream = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const part = (bytes, from, to) => ({
  x: Float64Array.from({ length: (to - from) * INPUTS }, (_, i) => bytes[(from + Math.floor(i / INPUTS)) * ROW + 1 + (i % INPUTS)] / 16),
  t: Uint8Array.from({ length: to - from }, (_, n) => bytes[(from + n) * ROW]),
});

let loading;

export const load = () => {
  loading ??= fetched().then(
    (bytes) => ({ learned: part(bytes, 0, LEARNED), unseen: part(bytes, LEARNED, bytes.length / ROW) }),
    (error) => {
      loading = null; // so that the next press tries again
      throw error;
    },
  );
  return loading;
};
