import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clearText, type Indicator, raisedProbability, raiseOf, raiseText } from "./indicator";

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const recall = (given: Partial<Indicator> = {}): Indicator => ({
  ...{ id: "recall", raiseWarning: 1, raiseCritical: 2, active: true },
  alert: { id: "a1", level: "warning" },
  raised: { steps: 0, alertId: null, at: null },
  ...given,
});
const assessed = { likelihood: 2, at: at(1) };
const critical = { id: "a1", level: "critical" as const };

describe("a breach", () => {
  test("raises by its level, capped at the top; without one nothing moves", () => {
    expect(raiseOf(assessed, [recall()], 5)).toMatchObject({ likelihood: 3, steps: 1, by: "recall" });
    expect(raiseOf(assessed, [recall({ alert: critical })], 5)).toMatchObject({ likelihood: 4, steps: 2 });
    expect(raiseOf({ ...assessed, likelihood: 4 }, [recall({ alert: critical })], 5)).toMatchObject({
      likelihood: 4,
      steps: 0,
    });
    expect(raiseOf(assessed, [recall({ alert: null })], 5)).toMatchObject({ likelihood: 2, steps: 0, by: null });
    expect(raiseOf(assessed, [recall({ active: false })], 5).steps).toBe(0);
    expect(() => raiseOf({ ...assessed, likelihood: 5 }, [], 5)).toThrow(RangeError);
  });

  test("several do not add up: the one that asks for most decides", () => {
    const drift = recall({ id: "drift", alert: { id: "a2", level: "critical" } });
    expect(raiseOf(assessed, [recall(), drift], 5)).toMatchObject({ likelihood: 4, by: "drift" });
  });

  test("missing data keep what stood, and raise nothing of themselves", () => {
    const silent = { id: "a1", level: "no_data" as const };
    expect(raiseOf(assessed, [recall({ alert: silent })], 5).steps).toBe(0);
    const raised = { steps: 2, alertId: "a1", at: at(3) };
    expect(raiseOf(assessed, [recall({ alert: silent, raised })], 5).steps).toBe(2);
  });

  test("a person who assessed after it answered it, until it grows graver or another begins", () => {
    const raised = { steps: 1, alertId: "a1", at: at(3) };
    const after = { likelihood: 2, at: at(4) };
    expect(raiseOf(after, [recall({ raised })], 5).steps).toBe(0);
    expect(raiseOf(after, [recall({ raised, alert: critical })], 5).steps).toBe(2);
    expect(raiseOf(after, [recall({ raised, alert: { id: "a9", level: "warning" } })], 5).steps).toBe(1);
  });

  test("a cleared breach gives back what a person assessed, however it went before", () => {
    const level = fc.constantFrom("warning" as const, "critical" as const, "no_data" as const);
    fc.assert(
      fc.property(
        fc.nat({ max: 4 }),
        fc.nat({ max: 4 }),
        fc.nat({ max: 4 }),
        fc.array(level),
        (likelihood, warning, more, levels) => {
          const held = { likelihood, at: at(1) };
          let indicator = recall({ raiseWarning: warning, raiseCritical: warning + more });
          for (const [step, each] of levels.entries()) {
            const open = { ...indicator, alert: { id: "a1", level: each } };
            const first = raiseOf(held, [open], 5);
            const steps = first.asked.get("recall") ?? 0;
            indicator = { ...open, raised: { steps, alertId: "a1", at: at(2 + step) } };
            expect(raiseOf(held, [indicator], 5)).toEqual(first); // looked at twice
            expect(first.likelihood).toBeGreaterThanOrEqual(likelihood);
            expect(first.likelihood).toBeLessThan(5);
          }
          expect(raiseOf(held, [{ ...indicator, alert: null }], 5).likelihood).toBe(likelihood);
          // A graver breach never asks for less.
          const [mild, grave] = [recall(), recall({ alert: critical })].map((each) =>
            raiseOf(held, [{ ...each, raiseWarning: warning, raiseCritical: warning + more }], 5),
          );
          expect(grave?.likelihood).toBeGreaterThanOrEqual(mild?.likelihood ?? 0);
        },
      ),
    );
  });
});

test("the probability moves to the same place of the raised band, and back exactly", () => {
  const bands = [
    { to: 0.05 },
    { from: 0.05, to: 0.15 },
    { from: 0.15, to: 0.35 },
    { from: 0.35, to: 0.6 },
    { from: 0.6 },
  ];
  const held = { likelihood: 2, probability: 0.25 };
  expect(raisedProbability(held, 3, bands)).toBe(0.475);
  expect(raisedProbability(held, 4, bands)).toBe(0.8);
  expect(raisedProbability(held, 2, bands)).toBe(0.25);
  expect(raisedProbability({ likelihood: 2, probability: null }, 3, bands)).toBeNull();
  expect(raisedProbability(held, 3, [{}, {}, {}, {}])).toBeNull();
});

test("says the measure, the value, the limit, since when, and both values", () => {
  const breach = {
    ...{ measure: "Recall", model: "Sepsis early warning", unit: null, level: "critical" as const },
    ...{ value: 0.66, limit: 0.78, direction: "low" as const, since: new Date("2026-11-03T12:00:00Z") },
  };
  expect(raiseText(breach, { from: "possible", to: "likely", asked: 1, steps: 1 }, "UTC")).toBe(
    "Recall of Sepsis early warning is 0.66, at or below its critical limit of 0.78, since 3\u00a0Nov\u00a02026, 12:00: likelihood raised one step from possible to likely.",
  );
  expect(raiseText(breach, { from: "likely", to: "almost certain", asked: 2, steps: 1 }, "UTC")).toMatch(
    /raised one step from likely to almost certain \(two steps asked, almost certain is the top of the scale\)\.$/,
  );
  expect(raiseText(breach, { from: "almost certain", to: "almost certain", asked: 2, steps: 0 }, "UTC")).toMatch(
    /: likelihood stays almost certain, the top of the scale\.$/,
  );
  expect(
    clearText(
      { kind: "inside", measures: ["Recall of Sepsis early warning"], at: new Date("2026-11-19T06:00:00Z") },
      { from: "likely", to: "possible" },
      "UTC",
    ),
  ).toBe(
    "Recall of Sepsis early warning is back inside the limits since 19\u00a0Nov\u00a02026, 06:00: likelihood returns from likely to possible, as a person assessed it.",
  );
});
