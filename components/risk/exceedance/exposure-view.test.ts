import { describe, expect, test } from "vitest";
import { exposureOf } from "@/domain/risk/exposure-figures";
import type { ExposedRisk } from "@/domain/risk/simulate";
import {
  amountUnit,
  chanceText,
  type ExposureChartProps,
  exposureRows,
  exposureSummary,
  inUnit,
} from "./exposure-view";

const risk = (id: string, probability: number, likely: number): ExposedRisk => ({
  ...{
    id,
    kind: "threat",
    probability,
    low: likely,
    likely,
    high: likely,
    distribution: "fixed",
    correlationGroup: null,
  },
});
const limit = { amount: 100_000_000, chance: 0.1 };
const now = exposureOf([risk("a", 0.3, 40_000_000), risk("b", 0.15, 120_000_000), risk("d", 0.05, 500_000_000)], {
  ...{ seed: "s", limit },
});
const before = exposureOf([risk("a", 0.3, 40_000_000)], { seed: "s", limit });
const props: ExposureChartProps = {
  ...{ name: "Exposure over 12 months", currency: "USD", now },
  before: { on: "2026-10-22", figures: before },
  planned: { label: "After both motions", figures: before },
};

describe("the chart in words", () => {
  test("says every row and the appetite", () => {
    expect(exposureSummary(props)).toBe(
      "Exposure over 12 months. Now: expected loss $550\u202fk, P50 $0, P80 $400\u202fk, P90 $1.2\u202fM. " +
        "After both motions: expected loss $120\u202fk, P50 $0, P80 $400\u202fk, P90 $400\u202fk; " +
        "the chance of more than $1.0\u202fM would be none. " +
        "22 Oct 2026: expected loss $120\u202fk, P50 $0, P80 $400\u202fk, P90 $400\u202fk; " +
        "the chance of more than $1.0\u202fM was none. " +
        "The chance of losing more than $1.0\u202fM is one in five; the appetite is one in ten.",
    );
  });
  test("rows stand now, planned, then", () => {
    expect(exposureRows(props).map(({ key }) => key)).toEqual(["now", "planned", "before"]);
    expect(exposureRows({ ...props, before: null, planned: null }).length).toBe(1);
  });
});

test.each([
  ["USD", 700_000_000, "$ M", 100_000_000],
  ["USD", 15_000_000, "$ k", 100_000],
  ["USD", 100_000, "$", 100],
  ["JPY", 7_000_000, "¥ M", 1_000_000],
  ["CHF", 700_000_000, "CHF M", 100_000_000],
])("amounts in %s up to %i are told in %s", (currency, to, name, divideBy) => {
  const unit = amountUnit({ ...props, currency, now: { ...now, curve: { from: 0, to, chances: [1, 0] } } });
  expect(unit).toEqual({ name, divideBy });
});

test("figures of the unit and chances", () => {
  expect(inUnit(370_000_000, { divideBy: 100_000_000 })).toBe("3.7");
  expect(inUnit(15_000_000, { divideBy: 100_000 })).toBe("150");
  expect([0, 0.004, 0.25, 1].map((chance) => chanceText(chance))).toEqual([
    "0\u202f%",
    "0.4\u202f%",
    "25\u202f%",
    "100\u202f%",
  ]);
});
