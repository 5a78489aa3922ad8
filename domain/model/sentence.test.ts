import { expect, test } from "vitest";
import {
  type MeasureNow,
  mainSentence,
  measureClause,
  measuresSentence,
  modelHeadline,
  smallSentence,
} from "@/domain/model/sentence";

const when = { asOf: new Date("2026-11-20T12:00:00Z"), timeZone: "UTC" };
const recall: MeasureNow = {
  metric: "recall",
  dims: { window: "7d" },
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
  metric: "latency",
  dims: { quantile: "0.95" },
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
  [{ ...recall, level: null }, "Recall is 0.661, past its limit of 0.78, not long enough for an alert"],
  [
    { ...recall, value: 0.85, level: "warning" as const },
    "Recall is 0.85, back inside its warning limit of 0.82; the alert since 3\u00a0November is not cleared yet",
  ],
  [{ ...latency, direction: null, warning: null, critical: null }, "Latency is 1.8\u202fs; no rule watches it"],
])("a measure in words %#", (measure, words) => {
  expect(measureClause(measure, when)).toBe(words);
});

test("a monthly measure keeps its day in another zone, an hourly one is read there", () => {
  const there = { ...when, timeZone: "America/Chicago" };
  expect(measureClause({ ...recall, intervalSeconds: 31 * 86_400 }, there)).toContain("since 3\u00a0November");
  expect(measureClause({ ...recall, intervalSeconds: 3600 }, there)).toContain("since 2\u00a0November");
});

test("the headline says the worst measure in plain words, or that nothing is watched", () => {
  const of = (health: Parameters<typeof modelHeadline>[0]["health"]) => ({ health, version: "7" });
  expect(modelHeadline(of("critical"), [latency, { ...recall, level: "warning" }, recall], when)).toBe(
    "Version 7 finds about two of three true cases; its critical limit is 78 of 100.",
  );
  expect(modelHeadline(of("inside"), [{ ...recall, value: 0.87, level: null }], when)).toBe(
    "Version 7 finds 87 of 100 true cases, above its limit of 82 of 100.",
  );
  expect(modelHeadline(of("warning"), [{ ...latency, value: 3.5, level: "warning", since: recall.since }], when)).toBe(
    "Latency is 3.5\u202fs, past its warning limit of 3\u202fs since 3\u00a0November.",
  );
  const drift = { ...latency, metric: "input_psi", dims: {}, label: "Input drift, PSI", unit: null };
  expect(modelHeadline(of("inside"), [{ ...drift, value: 0.01, warning: 0.1, critical: 0.25 }], when)).toBe(
    "The inputs of version 7 look like those of the reference (PSI\u00a00.01), below its limit of 0.1.",
  );
  const auc = { ...recall, metric: "auc", label: "AUC", value: 0.76, critical: 0.85 };
  expect(mainSentence(auc, when)).toBe(
    "It ranks a true case above a false one 76 times in 100; its critical limit is 85 times in 100.",
  );
  expect(modelHeadline({ health: "no_data", version: null }, [{ ...recall, level: "no_data" }], when)).toBe(
    "Recall of this model has sent no data since 3\u00a0November; the last state is not known to hold.",
  );
  expect(modelHeadline(of("inside"), [latency], when)).toBe("Latency is 1.8\u202fs, below its limit of 3\u202fs.");
  expect(
    modelHeadline(of("not_measured"), [{ ...latency, direction: null, warning: null, critical: null }], when),
  ).toBe("Latency is 1.8\u202fs; no rule watches it, so nobody is told when it fails.");
  expect(modelHeadline(of("not_measured"), [], when)).toBe("Nothing is measured of this model yet.");
});

test("over a chart and under a small one", () => {
  expect(mainSentence(recall, when)).toBe("Of 100 true cases it finds 66; its critical limit is 78 of 100.");
  expect(mainSentence({ ...latency, level: null }, when)).toBe(
    "95 of 100 scores are ready within 1.80\u202fs; that is below its limit of 3\u202fs.",
  );
  expect(mainSentence({ ...recall, level: "no_data" }, when)).toBe("Recall has sent no data since 3\u00a0November.");
  const first = { at: new Date("2026-08-22T00:00:00Z"), value: 0.86 };
  expect(smallSentence(recall, first, when)).toBe("Of 100 true cases it finds 66; on 22\u00a0August it was 0.86.");
  expect(smallSentence(latency, { ...first, value: 1.81 }, when)).toBe(
    "95 of 100 scores are ready within 1.80\u202fs.",
  );
  const unwatched = { ...recall, metric: "brier", label: "Brier score", value: 0.12, level: null };
  expect(smallSentence({ ...unwatched, direction: null, warning: null, critical: null }, null, when)).toBe(
    "Brier score is 0.12.",
  );
});

test("all measures in one sentence", () => {
  expect(
    measuresSentence([recall, latency, { level: "warning", direction: "low" }, { level: "no_data", direction: null }]),
  ).toBe("Of its four measures one is critical, one carries a warning and one sends no data.");
  expect(measuresSentence([latency, latency])).toBe("All its two measures are inside their limits.");
  expect(measuresSentence([latency])).toBe("Its one measure is inside its limits.");
  const unwatched = { level: null, direction: null };
  expect(measuresSentence([latency, unwatched, unwatched])).toBe(
    "Of its three measures one is inside its limits, two have no rule.",
  );
  expect(measuresSentence([unwatched, unwatched])).toBe("No rule watches any of its two measures.");
});
