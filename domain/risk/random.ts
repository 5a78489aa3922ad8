/** Numbers drawn by chance that any engine draws alike: integer operations only. */

const GOLDEN = 0x9e3779b9;
const TWO_32 = 4_294_967_296;

/**
 * MurmurHash3, x86, 32 bit, of a text's UTF-8 bytes.
 *
 * @source Austin Appleby, smhasher, MurmurHash3.cpp (public domain)
 */
export function murmur3(text: string, seed: number): number {
  const bytes = new TextEncoder().encode(text);
  const tail = bytes.length & ~3;
  let hash = seed | 0;
  const mix = (word: number) => {
    const k = Math.imul(word, 0xcc9e2d51);
    return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  };
  const byte = (at: number) => bytes[at] ?? 0;
  for (let at = 0; at < tail; at += 4) {
    hash ^= mix(byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  if (tail < bytes.length) hash ^= mix(byte(tail) | (byte(tail + 1) << 8) | (byte(tail + 2) << 16));
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The state of a generator: four words, not all zero. */
export type RandomState = Uint32Array;

/** A stream of its own for each name under one seed: what is drawn for one name never depends on the others. */
export function randomState(seed: string, name: string): RandomState {
  const key = `${seed.length}:${seed}${name}`; // the length keeps ("a", "bc") and ("ab", "c") apart
  const state = Uint32Array.from([0, 1, 2, 3], (part) => murmur3(key, part));
  if (state.every((word) => word === 0)) state[0] = GOLDEN;
  return state;
}

/**
 * Fills `words` with the next 32-bit numbers of a stream and moves its state on.
 *
 * @source Blackman & Vigna, xoshiro128** 1.1, prng.di.unimi.it (public domain)
 */
export function drawWords(state: RandomState, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let at = 0; at < words.length; at += 1) {
    const five = Math.imul(b, 5);
    words[at] = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
  }
  state.set([a, b, c, d]);
}

/** A fraction above 0 and below 1 of a 32-bit number: the middle of its share of the unit interval, exact. */
export const fractionOf = (word: number): number => (word + 0.5) / TWO_32;
