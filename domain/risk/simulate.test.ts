import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Amount, meanOf, quantileOf, varianceOf } from "./amount";
import { betaQuantile } from "./beta-quantile";
import { simulatedDistribution } from "./exposure";
import { exposureOf } from "./exposure-figures";
import { percentileOf } from "./percentile";
import { type ExposedRisk, simulate, TRIALS, tailDrivers } from "./simulate";

const hashOf = (totals: Float64Array) => createHash("sha256").update(new Uint8Array(totals.buffer)).digest("hex");

const money = fc.integer({ min: 0, max: 1_000_000_000 });
const risk = fc
  .record({
    id: fc.uuid(),
    kind: fc.constantFrom("threat" as const, "opportunity" as const),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    amounts: fc.tuple(money, money, money),
    distribution: fc.constantFrom("fixed" as const, "triangular" as const, "pert" as const),
    correlationGroup: fc.option(fc.constantFrom("vendor", "staff")),
  })
  .map(({ amounts, ...rest }): ExposedRisk => {
    const [low = 0, likely = 0, high = 0] = amounts.toSorted((a, b) => a - b);
    return { ...rest, low, likely, high };
  });
const register = fc.uniqueArray(risk, { maxLength: 12, selector: ({ id }) => id });
const draw = { seed: "portolan", trials: 400 };
const quick = { numRuns: 60 };

describe("properties", () => {
  test("adding a threat never lowers any percentile, adding an opportunity never raises one", () => {
    fc.assert(
      fc.property(register, risk, (risks, more) => {
        fc.pre(!risks.some(({ id }) => id === more.id));
        const [before, after] = [risks, [...risks, more]].map((each) => simulate(each, draw).sort());
        for (let at = 0; at < draw.trials; at += 1) {
          const rise = (after?.[at] ?? 0) - (before?.[at] ?? 0);
          if (more.kind === "threat") expect(rise).toBeGreaterThanOrEqual(0);
          else expect(rise).toBeLessThanOrEqual(0);
        }
      }),
      quick,
    );
  });

  test("a likelier threat never lowers the loss of any trial", () => {
    fc.assert(
      fc.property(register, risk, fc.double({ min: 0, max: 1, noNaN: true }), (risks, one, more) => {
        fc.pre(!risks.some(({ id }) => id === one.id));
        const [lower, higher] = [one.probability, more]
          .toSorted((a, b) => a - b)
          .map((probability) => simulate([...risks, { ...one, kind: "threat", probability }], draw));
        for (let at = 0; at < draw.trials; at += 1) expect(higher?.[at] ?? 0).toBeGreaterThanOrEqual(lower?.[at] ?? 0);
      }),
      quick,
    );
  });

  test("the same seed gives the same bytes in whatever order the risks are listed; another seed others", () => {
    fc.assert(
      fc.property(register, (risks) => {
        const other = risks.toReversed();
        expect(hashOf(simulate(other, draw))).toBe(hashOf(simulate(risks, draw)));
        expect(JSON.stringify(exposureOf(other, draw))).toBe(JSON.stringify(exposureOf(risks, draw)));
      }),
      quick,
    );
    const sure = thousand(20);
    expect(hashOf(simulate(sure, { seed: "a" }))).not.toBe(hashOf(simulate(sure, { seed: "b" })));
  });

  test("the exceedance curve never rises, and its percentiles are in order", () => {
    fc.assert(
      fc.property(register, (risks) => {
        const { curve, p50, p80, p90, tail } = exposureOf(risks, draw);
        for (const [at, chance] of curve.chances.entries())
          expect(chance).toBeLessThanOrEqual(curve.chances[at - 1] ?? 1);
        expect(p50).toBeLessThanOrEqual(p80);
        expect(p80).toBeLessThanOrEqual(p90);
        const shares = tail.drivers.reduce((sum, { share }) => sum + (share ?? 0), 0);
        if (tail.drivers.some(({ share }) => share !== null)) expect(shares).toBeCloseTo(1, 9);
      }),
      quick,
    );
  });

  test("every loss is a whole number within the sum of the amounts", () => {
    fc.assert(
      fc.property(register, (risks) => {
        const most = risks.reduce((sum, { high }) => sum + high, 0);
        for (const total of simulate(risks, draw)) {
          expect(Number.isInteger(total)).toBe(true);
          expect(Math.abs(total)).toBeLessThanOrEqual(most);
        }
      }),
      quick,
    );
  });
});

/** A register of any length, spelled out by arithmetic alone. */
function thousand(count: number): ExposedRisk[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `risk-${at}`,
    kind: at % 9 === 8 ? "opportunity" : "threat",
    probability: ((at * 37) % 90) / 100 + 0.02,
    ...{ low: 1_000 * (at + 1), likely: 1_700 * (at + 1), high: 6_000 * (at + 1) },
    distribution: (["fixed", "triangular", "pert"] as const)[at % 3] ?? "pert",
    correlationGroup: at % 10 === 0 ? "vendor" : null,
  }));
}

test("these bytes have not changed: a stored seed reproduces what a committee saw", () => {
  expect(hashOf(simulate(thousand(200), { seed: "2026-11" }))).toBe(
    "dd6bd4d407cb7215087d37fcd20d831554bf33dc324c8bc9ca538ae0f040f01e",
  );
});

test("one more risk leaves every other risk's draws as they were", () => {
  const [few, more] = [thousand(3), thousand(4)];
  const added = simulate(more.slice(3), draw);
  const [before, after] = [simulate(few, draw), simulate(more, draw)];
  expect([...after]).toEqual([...before].map((total, at) => total + (added[at] ?? 0)));
});

describe("spread of one amount", () => {
  const amounts: Amount[] = [
    { low: 100_000, likely: 150_000, high: 400_000, distribution: "triangular" },
    { low: 100_000, likely: 100_000, high: 400_000, distribution: "triangular" },
    { low: 100_000, likely: 150_000, high: 400_000, distribution: "pert" },
    { low: 100_000, likely: 100_000, high: 400_000, distribution: "pert" },
    { low: 100_000, likely: 400_000, high: 400_000, distribution: "pert" },
    { low: 0, likely: 1_000, high: 1_000_000, distribution: "pert" },
  ];
  test.each(amounts)("$distribution of $low, $likely, $high: mean and variance of its quantiles", (amount) => {
    const quantile = quantileOf(amount);
    const n = 20_000;
    const values = Array.from({ length: n }, (_, at) => quantile((at + 0.5) / n));
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
    expect(Math.abs(mean - meanOf(amount))).toBeLessThan((amount.high - amount.low) * 1e-4);
    expect(variance / varianceOf(amount)).toBeCloseTo(1, 3);
    expect(quantile(1e-12)).toBeGreaterThanOrEqual(amount.low);
    expect(quantile(1 - 1e-12)).toBeLessThanOrEqual(amount.high);
  });

  // Shapes with a closed form: 1 − (1 − u)^(1/5), u^(1/5) and, by symmetry, the middle of 3 and 3.
  test("beta quantiles where they are known", () => {
    for (const chance of [0.001, 0.1, 0.5, 0.8, 0.9, 0.999]) {
      expect(betaQuantile(1, 5)(chance)).toBeCloseTo(1 - (1 - chance) ** 0.2, 4);
      expect(betaQuantile(5, 1)(chance)).toBeCloseTo(chance ** 0.2, 3);
    }
    expect(betaQuantile(3, 3)(0.5)).toBeCloseTo(0.5, 9);
    expect(() => betaQuantile(0.5, 2)).toThrow(RangeError);
  });
});

describe("tail drivers", () => {
  test("one rare large risk makes the tail", () => {
    const risks = [...thousand(3).map((each) => ({ ...each, probability: 0.5 })), rare];
    const totals = simulate(risks, draw);
    const [first] = tailDrivers(risks, draw, totals, percentileOf(simulatedDistribution(totals), 0.95));
    expect(first?.id).toBe("rare");
    expect(first?.share).toBeGreaterThan(0.9);
  });
  test("where nothing can be lost there is no share", () => {
    const risks: ExposedRisk[] = [{ ...rare, kind: "opportunity", probability: 1 }];
    const [only] = tailDrivers(risks, draw, simulate(risks, draw), -1_000_000);
    expect(only).toEqual({ id: "rare", mean: -1_000_000, share: null });
  });
});
const rare: ExposedRisk = {
  ...{ id: "rare", kind: "threat", probability: 0.06, low: 1_000_000, likely: 1_000_000, high: 1_000_000 },
  ...{ distribution: "fixed", correlationGroup: null },
};

const real = process.env.PORTOLAN_REAL_DATA;
if (!real) console.info("PORTOLAN_REAL_DATA not set: the published cost-risk cases are not compared");

type Case = {
  id: string;
  elements: {
    name: string;
    dist: "triangular" | "pert";
    low: number;
    mode: number;
    high: number;
    probability?: number;
  }[];
  sum_of_modes: number;
  mean: number;
  sd: number;
  independent_percentiles: Record<string, number>;
  perfectly_correlated_percentiles?: Record<string, number>;
  p_not_exceeding_sum_of_modes: number;
  tolerance_4sigma_N10000: Record<string, number>;
};

describe.runIf(real)("published cases with exact percentiles, 10,000 trials", () => {
  const cases: Case[] = real ? JSON.parse(readFileSync(path.join(real, "monte-carlo/cases.json"), "utf8")) : [];
  const unit = 10_000; // amounts are whole here: a ten-thousandth of the case's unit
  const risksOf = (each: Case, group: string | null): ExposedRisk[] =>
    each.elements.map(({ name, dist, low, mode, high, probability = 1 }) => ({
      ...{ id: name, kind: "threat", probability, distribution: dist, correlationGroup: group },
      ...{ low: low * unit, likely: mode * unit, high: high * unit },
    }));

  test("are three", () => {
    expect(cases.map(({ id }) => id)).toEqual(["mc-gao-uav", "mc-pert-6", "mc-risk-events-5"]);
  });

  test.each(cases)("$id", (each) => {
    const totals = simulate(risksOf(each, null), { seed: "published" });
    const distribution = simulatedDistribution(totals);
    const mean = totals.reduce((sum, total) => sum + total, 0) / TRIALS / unit;
    const sd = Math.sqrt(totals.reduce((sum, total) => sum + (total / unit - mean) ** 2, 0) / (TRIALS - 1));
    const tolerance = each.tolerance_4sigma_N10000;
    expect(Math.abs(mean - each.mean)).toBeLessThanOrEqual(tolerance.mean ?? 0);
    expect(sd / each.sd).toBeGreaterThan(0.96);
    expect(sd / each.sd).toBeLessThan(1.04);
    for (const name of ["P10", "P50", "P80", "P90"]) {
      const found = percentileOf(distribution, Number(name.slice(1)) / 100) / unit;
      expect(Math.abs(found - (each.independent_percentiles[name] ?? 0)), name).toBeLessThanOrEqual(
        tolerance[name] ?? 0,
      );
    }
    const below = totals.filter((total) => total <= each.sum_of_modes * unit).length / TRIALS;
    expect(Math.abs(below - each.p_not_exceeding_sum_of_modes)).toBeLessThan(0.02);
    expect(exposureOf(risksOf(each, null), { seed: "published" }).expected / unit).toBeCloseTo(each.mean, 3);
  });

  const correlated = cases.flatMap((each) =>
    each.perfectly_correlated_percentiles ? [{ ...each, percentiles: each.perfectly_correlated_percentiles }] : [],
  );
  test.each(correlated)("$id, perfectly correlated", (each) => {
    // Four standard errors of a percentile's rank are 4·√(p(1−p)/10,000): as amounts, by the neighbouring percentiles.
    const given = (chance: number) => {
      const [low, high] = [Math.floor(chance * 20) / 20, Math.ceil(chance * 20) / 20];
      const at = (share: number) => each.percentiles[`P${Math.round(share * 100)}`] ?? Number.NaN;
      return low === high ? at(low) : at(low) + ((at(high) - at(low)) * (chance - low)) / (high - low);
    };
    const distribution = simulatedDistribution(simulate(risksOf(each, "all"), { seed: "published" }));
    for (const chance of [0.1, 0.2, 0.5, 0.8, 0.9]) {
      const found = percentileOf(distribution, chance) / unit;
      const miss = Math.max(0.02, 4 * Math.sqrt((chance * (1 - chance)) / TRIALS));
      const [low, high] = [given(Math.max(0.05, chance - miss)), given(Math.min(0.95, chance + miss))];
      if (!Number.isNaN(low)) expect(found, `P${chance * 100}`).toBeGreaterThan(low);
      if (!Number.isNaN(high)) expect(found, `P${chance * 100}`).toBeLessThan(high);
    }
    const exact = risksOf(each, "all")
      .map(quantileOf)
      .reduce((sum, quantile) => sum + quantile(0.8), 0);
    expect(Math.abs(exact / unit / (each.percentiles.P80 ?? 0) - 1)).toBeLessThan(2e-4);
    expect(percentileOf(distribution, 0.8) / unit).toBeGreaterThan(each.independent_percentiles.P80 ?? 0);
  });
});

test("200 risks, 10,000 trials and their tail take a fraction of a second", () => {
  const risks = thousand(200);
  exposureOf(risks, { seed: "warm", trials: 1_000 });
  const started = performance.now();
  const { method } = exposureOf(risks, { seed: "measured" });
  const took = performance.now() - started;
  console.info(`200 risks × 10,000 trials: ${took.toFixed(0)} ms`);
  expect(method).toBe("simulated");
  expect(took).toBeLessThan(3_000); // a guard against a slip, whatever else the machine does; the bench holds the limit
});
