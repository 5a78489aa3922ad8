import { expect, test } from "vitest";
import { type MeasureNow, measureClause, measuresSentence, modelHeadline } from "@/domain/model/sentence";

const when = { asOf: new Date("2026-11-20T12:00:00Z"), timeZone: "UTC" };
const recall: MeasureNow = {
  label: "Recall",
  unit: null,
  value: 0.66123,
  direction: "low",
  warning: 0.82,
  critical: 0.78,
  level: "critical",
  since: new Date("2026-11-03T00:00:00Z"),
};
const latency: MeasureNow = {
  ...recall,
  label: "Latency",
  unit: "s",
  value: 1.8,
  direction: "high",
  warning: 3,
  critical: 5,
  level: null,
  since: null,
};

test.each([
  [recall, "Recall is 0.661, past its critical limit of 0.78 since 3\u00a0November"],
  [{ ...recall, level: "no_data" as const }, "Recall has sent no data since 3\u00a0November"],
  [{ ...recall, value: null, level: null }, "Recall has no value yet"],
  [{ ...recall, value: Number.NaN, level: null }, "Recall came as no number"],
  [latency, "Latency is 1.8\u202fs, below its limit of 3\u202fs"],
  [{ ...recall, value: 0.9, level: null }, "Recall is 0.9, above its limit of 0.82"],
  [{ ...latency, direction: null, warning: null, critical: null }, "Latency is 1.8\u202fs; no rule watches it"],
])("a measure in words %#", (measure, words) => {
  expect(measureClause(measure, when)).toBe(words);
});

test("the headline says the worst measure, or that nothing is watched", () => {
  expect(modelHeadline("critical", [latency, { ...recall, level: "warning" }, recall], when)).toContain(
    "critical limit of 0.78",
  );
  expect(modelHeadline("inside", [latency], when)).toBe("Latency is 1.8\u202fs, below its limit of 3\u202fs.");
  expect(modelHeadline("not_measured", [{ ...latency, direction: null, warning: null, critical: null }], when)).toBe(
    "Latency is 1.8\u202fs; no rule watches it, so nobody is told when it fails.",
  );
  expect(modelHeadline("not_measured", [], when)).toBe("Nothing is measured of this model yet.");
});

test("all measures in one sentence", () => {
  expect(measuresSentence([recall, latency, { level: "warning" }, { level: "no_data" }])).toBe(
    "Of its four measures one is critical, one carries a warning and one sends no data.",
  );
  expect(measuresSentence([latency, latency])).toBe("All its two measures are inside their limits.");
  expect(measuresSentence([latency])).toBe("Its one measure is inside its limits.");
});
