import { describe, expect, test } from "vitest";
import { drawWords, fractionOf, murmur3, randomState } from "./random";

const draw = (state: Uint32Array, count: number) => {
  const words = new Uint32Array(count);
  drawWords(state, words);
  return [...words];
};

test("xoshiro128** 1.1 from state 1, 2, 3, 4 gives the reference implementation's numbers", () => {
  expect(draw(Uint32Array.of(1, 2, 3, 4), 10)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test("the state moves on: two halves are one whole", () => {
  const [once, twice] = [Uint32Array.of(1, 2, 3, 4), Uint32Array.of(1, 2, 3, 4)];
  expect([...draw(twice, 3), ...draw(twice, 4)]).toEqual(draw(once, 7));
});

test.each([
  ["", 0, 0],
  ["", 1, 0x514e28b7],
  ["", 0xffffffff, 0x81f16f39],
  ["test", 0, 0xba6bd213],
  ["test", 0x9747b28c, 0x704b81dc],
  ["Hello, world!", 0, 0xc0363e43],
  ["The quick brown fox jumps over the lazy dog", 0, 0x2e4ff723],
])("MurmurHash3 of %j, seed %i", (text, seed, hash) => {
  expect(murmur3(text, seed)).toBe(hash);
});

describe("streams", () => {
  test("differ by seed and by name, and never run together", () => {
    const states = [
      ["a", "bc"],
      ["ab", "c"],
      ["a", "b"],
      ["b", "bc"],
    ].map(([seed = "", name = ""]) => randomState(seed, name).join());
    expect(new Set(states).size).toBe(4);
  });

  test("are even and know nothing of each other", () => {
    const [n, bins] = [20_000, 20];
    const streams = Array.from({ length: 40 }, (_, at) => draw(randomState("seed", `risk ${at}`), n).map(fractionOf));
    for (const values of streams) {
      const counts = Array.from({ length: bins }, () => 0);
      for (const value of values) counts[Math.floor(value * bins)] = (counts[Math.floor(value * bins)] ?? 0) + 1;
      const chiSquare = counts.reduce((sum, count) => sum + (count - n / bins) ** 2 / (n / bins), 0);
      expect(chiSquare).toBeLessThan(50); // 19 degrees of freedom: 50 is passed once in 8,000
    }
    for (let at = 1; at < streams.length; at += 1) {
      const [one, two] = [streams[at - 1] ?? [], streams[at] ?? []];
      const product = one.reduce((sum, value, i) => sum + (value - 0.5) * ((two[i] ?? 0) - 0.5), 0);
      expect(Math.abs((product / n) * 12)).toBeLessThan(4.5 / Math.sqrt(n));
    }
  });

  test("a fraction is never 0 or 1", () => {
    expect(fractionOf(0)).toBeGreaterThan(0);
    expect(fractionOf(0xffffffff)).toBeLessThan(1);
  });
});
