import { describe, expect, test } from "vitest";
import { chanceOfAny, exactDistribution, expectedLoss, independentSpread, simulatedDistribution } from "./exposure";
import { contingencyAt, exposureOf } from "./exposure-figures";
import { agreementSentence, chanceInWords, exposureSentence, limitSentence } from "./exposure-sentence";
import { chanceAbove, exceedanceCurve, percentileOf } from "./percentile";
import type { ExposedRisk } from "./simulate";

const fixed = (id: string, probability: number, likely: number, more: Partial<ExposedRisk> = {}): ExposedRisk => ({
  ...{ id, kind: "threat", probability, low: likely, likely, high: likely },
  ...{ distribution: "fixed", correlationGroup: null, ...more },
});
const four = [
  fixed("a", 0.3, 400_000),
  fixed("b", 0.15, 1_200_000),
  fixed("c", 0.5, 90_000),
  fixed("d", 0.05, 5_000_000),
];
const gain = fixed("e", 0.4, 250_000, { kind: "opportunity" });

describe("four risks of fixed amounts", () => {
  const exact = exactDistribution(four);
  test("expected loss, spread and the chance of any", () => {
    expect(expectedLoss(four)).toBeCloseTo(595_000, 6);
    expect(independentSpread(four)).toBeCloseTo(1_186_054.383239, 6);
    expect(chanceOfAny(four)).toBeCloseTo(0.717375, 9);
    expect(expectedLoss([...four, gain])).toBeCloseTo(495_000, 6);
  });
  test("exact percentiles, and an expected loss above P80", () => {
    expect(percentileOf(exact, 0.8)).toBe(490_000);
    expect(percentileOf(exact, 0.9)).toBe(1_290_000);
    expect(percentileOf(exact, 1)).toBe(6_690_000);
    expect(exact.losses.length).toBe(16);
    expect(exact.atMost.at(-1)).toBeCloseTo(1, 12);
  });
  test("figures say that they are exact, and are rounded", () => {
    const figures = exposureOf(four, { seed: "s", limit: { amount: 1_000_000, chance: 0.1 } });
    expect(figures).toMatchObject({
      ...{ method: "exact", expected: 595_000, spread: 1_186_054, p80: 490_000, p90: 1_290_000, chanceOfAny: 0.717375 },
      limit: { amount: 1_000_000, chance: 0.1, found: 0.1925 },
    });
    expect(figures.tail.drivers[0]?.id).toBe("d");
    expect(figures.tail.drivers.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 12);
  });
  test("an opportunity takes away and can make the loss negative", () => {
    const all = exactDistribution([...four, gain]);
    expect(all.losses[0]).toBe(-250_000);
    expect(exceedanceCurve(all).from).toBe(-250_000);
    expect(chanceAbove(all, 0)).toBeCloseTo(1 - 0.282625 - 0.4 * 0.95 * 0.85 * 0.7 * 0.5, 9);
  });
  test("the simulated distribution comes close", () => {
    const pert = four.map((risk, at) => (at === 0 ? { ...risk, distribution: "pert" as const } : risk));
    const figures = exposureOf(pert, { seed: "s" }); // a range of no width, so the amounts are the same
    expect(figures).toMatchObject({ method: "simulated", expected: 595_000, p80: 490_000, p90: 1_290_000 });
  });
});

describe("a group of fixed risks", () => {
  const pair = [fixed("a", 0.3, 100, { correlationGroup: "g" }), fixed("b", 0.1, 1000, { correlationGroup: "g" })];
  test("comes true together: the less likely one never without the likelier", () => {
    const { losses, atMost } = exactDistribution(pair);
    expect([...losses]).toEqual([0, 100, 1100]);
    expect([...atMost].map((chance) => Math.round(chance * 1000) / 1000)).toEqual([0.7, 0.9, 1]);
    expect(chanceOfAny(pair)).toBeCloseTo(0.3, 12);
  });
});

test("a base is lost in every trial and changes no driver", () => {
  const [plain, based] = [exposureOf(four, { seed: "s" }), exposureOf(four, { seed: "s", base: 10_000 })];
  expect([based.expected, based.p80, based.p90]).toEqual([605_000, 500_000, 1_300_000]);
  expect(based.tail.from).toBe(plain.tail.from + 10_000);
  expect(based.tail.drivers.map(({ id, mean }) => [id, mean])).toEqual(
    plain.tail.drivers.map(({ id, mean }) => [id, mean]),
  );
});

test("nothing at risk is 0 and no division by it", () => {
  expect(exposureOf([], { seed: "s" })).toMatchObject({
    ...{ risks: 0, expected: 0, spread: 0, chanceOfAny: 0, p50: 0, p90: 0, curve: { from: 0, to: 1 } },
    tail: { from: 0, drivers: [] },
  });
});

describe("percentiles of trials", () => {
  const ten = simulatedDistribution(Float64Array.from([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]));
  test.each([
    [0.1, 1],
    [0.11, 2],
    [0.8, 8],
    [0.9, 9],
    [1, 10],
  ])("the smallest loss not passed with a chance of %d is %d", (chance, loss) => {
    expect(percentileOf(ten, chance)).toBe(loss);
  });
  test("the chance above is of more, not of as much", () => {
    expect(chanceAbove(ten, 8)).toBe(0.2);
    expect(chanceAbove(ten, 7.9)).toBe(0.3);
    expect(chanceAbove(ten, 0)).toBe(1);
    expect(chanceAbove(ten, 10)).toBe(0);
  });
  test("contingency is what the plan does not hold yet", () => {
    const figures = exposureOf(four, { seed: "s" });
    expect(figures.percentiles.length).toBe(99);
    expect(contingencyAt(figures, 80)).toBe(490_000);
    expect(contingencyAt(figures, 80, 100_000)).toBe(390_000);
    expect(contingencyAt(figures, 80, 500_000)).toBe(0);
    expect(() => contingencyAt(figures, 100)).toThrow(RangeError);
  });
  test("no percentile of 0", () => {
    expect(() => percentileOf(ten, 0)).toThrow(RangeError);
  });
});

test.each([
  ["a probability", { probability: 1.2 }],
  ["no number", { probability: Number.NaN }],
  ["amounts out of order", { distribution: "pert" as const, low: 5, likely: 4, high: 9 }],
  ["half a cent", { likely: 0.5 }],
  ["too much", { likely: Number.MAX_SAFE_INTEGER }],
])("%s is refused", (_, more) => {
  expect(() => exposureOf([fixed("a", 0.5, 10), { ...fixed("b", 0.5, 10), ...more }], { seed: "s" })).toThrow(
    RangeError,
  );
});
test("a risk named twice is refused", () => {
  expect(() => exposureOf([fixed("a", 0.5, 10), fixed("a", 0.5, 10)], { seed: "s" })).toThrow("named twice");
});

describe("sentences", () => {
  const money = (minor: number) => `$${minor}`;
  test.each([
    [{ expected: 595, p80: 490, p90: 1290 }, "The expected loss, $595, is more than P80, $490"],
    [{ expected: 300, p80: 490, p90: 600 }, "The expected loss is $300, but P80 is $490"],
    [{ expected: 400, p80: 490, p90: 600 }, "tell the same story"],
    [{ expected: -5, p80: 0, p90: 3 }, "No loss is expected"],
  ])("%o", (figures, text) => {
    expect(agreementSentence(figures, money)).toContain(text);
  });
  test.each([
    [0.25, "one in four"],
    [0.1, "one in ten"],
    [0.3333, "one in three"],
    [0.7, "seven in ten"],
    [0.06, "one in twenty"],
    [0.28, "28 in a hundred"],
    [0.004, "less than one in a hundred"],
    [0, "none"],
  ])("%d is said as %s", (chance, words) => {
    expect(chanceInWords(chance)).toBe(words);
  });
  test.each([
    [{ expected: 39, p90: 64 }, "Expected loss is $39; one year in ten costs $64 or more."],
    [{ expected: 39, p90: 0 }, "Expected loss is $39; nine years in ten cost nothing."],
    [{ expected: -5, p90: 8 }, "On balance a gain of $5 is expected; one year in ten costs $8 or more."],
    [{ expected: 0, p90: 0 }, "No loss is expected."],
  ])("%o is told", (figures, said) => {
    expect(exposureSentence(figures, money, "year")).toBe(said);
  });
  test("the limit", () => {
    expect(limitSentence({ limit: { amount: 5, chance: 0.1, found: 0.2512 } }, money)).toBe(
      "The chance of losing more than $5 is one in four; the appetite is one in ten.",
    );
    expect(limitSentence({ limit: null }, money)).toBeNull();
    expect(limitSentence({ limit: { amount: 5, chance: 0.1, found: 0.1045 } }, money)).toBe(
      "The chance of losing more than $5 is 10.45\u202f%; the appetite is 10\u202f%.",
    );
  });
});
