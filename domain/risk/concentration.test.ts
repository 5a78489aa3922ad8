import fc from "fast-check";
import { expect, test } from "vitest";
import { concentrationOf, hhi, type Standing } from "./concentration";

test("shares of 55, 25, 15 and 5 give 3,900", () => {
  expect(hhi([55, 25, 15, 5])).toBeCloseTo(3900, 9);
  expect(hhi([1])).toBe(10_000);
  expect(hhi([])).toBeNull();
  expect(hhi([0, 0])).toBeNull();
  expect(() => hhi([-1, 2])).toThrow(RangeError);
});

const risks: Standing[] = [
  { expected: 5_500, on: { model: ["sepsis"], unit: ["Wards"] } },
  { expected: 2_500, on: { model: ["claims"] } },
  { expected: 2_000, on: { model: ["scribe", "scribe"] } },
  { expected: 1_000, on: { model: ["scribe", "claims"] } },
  { expected: 700, on: { base: ["Meridian-2 Large"] } },
  { expected: -9_000, on: { model: ["sepsis"] } },
];

test("losses are shared among what they stand on; a gain hides none", () => {
  const found = concentrationOf(risks, "model");
  expect(found.parts.map(({ key, amount, risks: count }) => [key, amount, count])).toEqual([
    ["sepsis", 5_500, 1],
    ["claims", 3_000, 2],
    ["scribe", 2_500, 2],
  ]);
  expect(found.unattributed).toEqual({ amount: 700, risks: 1 });
  expect(found.parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(found.index).toBe(3760);
  expect(found.level).toBe("concentrated");
});

test("one base model under several models is one part", () => {
  const on = (base: string, ...models: string[]) => ({ base: [base], model: models });
  const shared: Standing[] = [
    { expected: 600, on: on("Meridian-2 Large", "scribe") },
    { expected: 300, on: on("Meridian-2 Large", "letters") },
    { expected: 100, on: on("Harbor Vision 3", "scans") },
  ];
  expect(concentrationOf(shared, "base")).toMatchObject({
    ...{ basis: "base", index: 8_200, level: "concentrated", unattributed: { amount: 0, risks: 0 } },
    parts: [
      { key: "Meridian-2 Large", amount: 900, risks: 2, share: 0.9 },
      { key: "Harbor Vision 3", amount: 100, risks: 1, share: 0.1 },
    ],
  });
});

test("where nothing is attributed there is no index", () => {
  expect(concentrationOf(risks, "platform")).toMatchObject({
    ...{ parts: [], index: null, level: null, unattributed: { amount: 11_700, risks: 5 } },
  });
});

test("every expected loss is either in a part or unattributed", () => {
  const one = fc.record({
    expected: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    on: fc.record({ unit: fc.array(fc.constantFrom("x", "y", "z"), { maxLength: 3 }) }),
  });
  fc.assert(
    fc.property(fc.array(one), (some) => {
      const { parts, unattributed, index } = concentrationOf(some, "unit");
      const whole = some.reduce((sum, { expected }) => sum + Math.max(0, expected), 0);
      const found = parts.reduce((sum, { amount }) => sum + amount, 0) + unattributed.amount;
      expect(Math.abs(found - whole)).toBeLessThanOrEqual(parts.length + 1); // each is rounded
      if (index !== null) expect(index).toBeGreaterThanOrEqual(Math.floor(10_000 / parts.length));
    }),
  );
});
