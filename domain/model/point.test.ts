import { expect, test } from "vitest";
import { pointSentence, pointStateWords } from "@/domain/model/point";

const recall = {
  ...{ metric: "recall", label: "Recall", unit: null, dims: {} },
  ...{ direction: "low" as const, warning: 0.82, critical: 0.78 },
};

test.each([
  [0.66, "Of 100 true cases it finds 66; that is below the critical limit of 0.78."],
  [0.8, "Of 100 true cases it finds 80; that is below the warning limit of 0.82."],
  [0.9, "Of 100 true cases it finds 90; that is inside its limits."],
  [Number.NaN, "The platform sent no number for this instant; it counts as nothing arrived."],
])("a point of %d", (value, words) => expect(pointSentence({ value }, recall)).toBe(words));

test("a point nothing watches", () => {
  const brier = { ...recall, metric: "brier", label: "Brier score", direction: null };
  expect(pointSentence({ value: 0.12 }, brier)).toBe("Brier score is 0.12.");
});

test("what the rules say at the instant of a point", () => {
  const when = { asOf: new Date("2026-11-20T12:00:00Z"), timeZone: "UTC" };
  const day = (text: string) => new Date(`2026-${text}T00:00:00Z`);
  const rule = {
    seriesId: "s",
    active: true,
    fired: [{ level: "critical" as const, openedAt: day("11-03"), closedAt: null }],
  };
  expect(pointStateWords([rule], "s", day("11-10"), when)).toBe(
    "critical; its rule fired on 3\u00a0November and fires still",
  );
  expect(pointStateWords([rule], "s", day("11-02"), when)).toBe("inside; no rule fired");
  expect(pointStateWords([{ ...rule, active: false }], "s", day("11-02"), when)).toBe("no rule watches it");
  expect(pointStateWords([rule], "other", day("11-02"), when)).toBe("no rule watches it");
});
