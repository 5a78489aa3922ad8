import { expect, test } from "vitest";
import { type LiveModel, liveModelsSentence } from "./live";

const model: LiveModel = {
  name: "Sepsis early warning",
  health: "critical",
  since: new Date("2026-11-03T00:00:00Z"),
  measure: "Recall",
  unit: null,
  now: 0.66,
  nowAt: new Date("2026-11-19T00:00:00Z"),
  warning: 0.82,
  critical: 0.78,
  direction: "low",
};

test("the worst model with its figure and limit", () => {
  expect(liveModelsSentence([model], "UTC")).toBe(
    "Sepsis early warning has been critical since 3\u00a0November: recall stands at 0.66, its limit is 0.78.",
  );
  expect(liveModelsSentence([], "UTC")).toBe("No model is live yet.");
});

test("a main measure inside its limits is not named as the reason", () => {
  const recovered = { ...model, health: "warning" as const, now: 0.93 };
  expect(liveModelsSentence([recovered], "UTC")).toBe(
    "Sepsis early warning has been in warning since 3\u00a0November, though its recall stands at 0.93, inside the limit of 0.82.",
  );
  const drift = { ...recovered, measure: "Input drift", direction: "high" as const, now: 0.21, warning: 0.1 };
  expect(liveModelsSentence([drift], "UTC")).toMatch(/: input drift stands at 0\.21, its limit is 0\.1/);
});
