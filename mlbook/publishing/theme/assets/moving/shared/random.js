// The random numbers of NumPy: np.random.default_rng(seed).uniform(low, high), bit for bit. A seed
// becomes the state of a generator by SeedSequence (https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html),
// and PCG64 (https://www.pcg-random.org) makes 64 bits from each state, of which 53 are a number.
const [WORD, LONG, WIDE] = [(1n << 32n) - 1n, (1n << 64n) - 1n, (1n << 128n) - 1n];
const STEP = 0x2360ed051fc65da44385df649fccf645n;

const hasher = (constant, factor) => (value) => {
  const mixed = (value ^ constant) & WORD;
  constant = (constant * factor) & WORD;
  const product = (mixed * constant) & WORD;
  return product ^ (product >> 16n);
};

const mix = (a, b) => {
  const mixed = (0xca01f9ddn * a - 0x4973f715n * b) & WORD;
  return mixed ^ (mixed >> 16n);
};

const wordsOf = (seed) => {
  let hash = hasher(0x43b0d7e5n, 0x931e8875n);
  const pool = [BigInt(seed), 0n, 0n, 0n].map(hash);
  for (const source of pool.keys()) {
    for (const target of pool.keys()) {
      if (source !== target) pool[target] = mix(pool[target], hash(pool[source]));
    }
  }
  hash = hasher(0x8b51f9ddn, 0x58f38dedn);
  const words = Array.from({ length: 8 }, (_, i) => hash(pool[i % 4]));
  return [0, 2, 4, 6].map((i) => words[i] | (words[i + 1] << 32n));
};

// A function that returns the next number, from 0 to below 1; `seed` has at most 32 bits.
export const uniform = (seed) => {
  const [high, low, other, more] = wordsOf(seed);
  const increment = ((((other << 64n) | more) << 1n) | 1n) & WIDE;
  let state = 0n;
  const step = () => {
    state = (state * STEP + increment) & WIDE;
  };
  step();
  state = (state + ((high << 64n) | low)) & WIDE;
  step();
  return () => {
    step();
    const [word, turn] = [(state >> 64n) ^ (state & LONG), state >> 122n];
    const bits = ((word >> turn) | (word << (64n - turn))) & LONG;
    return Number(bits >> 11n) / 2 ** 53;
  };
};
