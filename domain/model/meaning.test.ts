import { expect, test } from "vitest";
import {
  headlineClause,
  kindOf,
  limitWords,
  type Measure,
  meaningClause,
  ofHundred,
  shareWords,
} from "@/domain/model/meaning";

const of = (metric: string, more: Partial<Measure> = {}): Measure => ({
  metric,
  label: metric,
  unit: null,
  dims: {},
  ...more,
});

test.each([
  ["recall", "found"],
  ["icu_sensitivity", "found"],
  ["precision", "right"],
  ["roc_auc", "ranked"],
  ["input_psi", "inputs"],
  ["score_psi", "scores"],
  ["predictions", "volume"],
  ["latency", "wait"],
  ["brier", "other"],
  ["epsilon", "other"],
])("%s is about %s", (metric, kind) => expect(kindOf({ metric })).toBe(kind));

test("shares as people count; never 100 for less than all, never 0 for some", () => {
  expect([0.66, 1, 0, 0.999, 0.001].map(ofHundred)).toEqual([
    "66 of 100",
    "100 of 100",
    "0 of 100",
    "99.9 of 100",
    "0.1 of 100",
  ]);
  expect([0.66, 0.5, 0.31, 0.2, 0.713].map(shareWords)).toEqual([
    "about two of three",
    "about one of two",
    "31 of 100",
    "about one of five",
    "71 of 100",
  ]);
});

test.each([
  [of("recall"), 0.66, "of 100 true cases it finds 66"],
  [of("recall"), 66, null],
  [of("precision"), 0.31, "of 100 alerts 31 are right"],
  [of("auc"), 0.93, "it ranks a true case above a false one 93 times in 100"],
  [of("input_psi"), 0.31, "its inputs no longer look like those of the reference"],
  [of("input_psi"), 0.11, "its inputs have moved away from the reference"],
  [of("score_psi"), 0.02, "its scores look like those of the reference"],
  [of("latency", { unit: "s", dims: { quantile: "0.95" } }), 1.8, "95 of 100 scores are ready within 1.80\u202fs"],
  [of("latency", { unit: "s" }), 1.8, null],
  [of("predictions", { dims: { window: "1d" } }), 1204, "it scores 1,204 cases a day"],
  [of("predictions", { dims: { window: "7d" } }), 1204, null],
  [of("brier"), 0.1, null],
  [of("recall"), Number.NaN, null],
])("a value in plain words %#", (measure, value, words) => expect(meaningClause(measure, value)).toBe(words));

test("a value as a headline, and its limit in the same terms", () => {
  expect(headlineClause(of("recall"), 0.663, "version 7")).toBe("version 7 finds about two of three true cases");
  expect(headlineClause(of("input_psi"), 0.3, "version 7")).toBe(
    "the inputs of version 7 no longer look like those of the reference",
  );
  expect(headlineClause(of("latency"), 3, "version 7")).toBeNull();
  expect(limitWords(of("recall"), 0.78)).toBe("78 of 100");
  expect(limitWords(of("input_psi"), 0.25)).toBe("0.25");
});
