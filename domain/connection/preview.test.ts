import { expect, test } from "vitest";
import { CATALOGUE, CONNECTION_KINDS, kindOf } from "./catalogue";
import { dimsWords, toggleMeasure, valueWords } from "./preview";

test("values of any size, and what is no number", () => {
  expect([0.8612, 12.34, 1234, 0.000_123, 0].map((value) => valueWords(value))).toEqual([
    ...["0.861", "12.3", "1,234", "0.000123", "0"],
  ]);
  expect(valueWords(1.5, "s")).toBe("1.50\u202fs");
  expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => valueWords(value))).toEqual([
    ...["not a number", "infinite", "minus infinite"],
  ]);
  expect(dimsWords({ segment: "ICU", window: "7d" })).toBe("segment = ICU, window = 7d");
});

test("choosing measures: none means all, and the last one stays", () => {
  const all = ["recall", "psi", "volume"];
  expect(toggleMeasure(all, [], "psi")).toEqual(["recall", "volume"]);
  expect(toggleMeasure(all, ["recall", "volume"], "psi")).toEqual([]);
  expect(toggleMeasure(all, ["recall"], "recall")).toEqual(["recall"]);
});

test("a stored connection finds its entry in the catalogue", () => {
  for (const kind of CONNECTION_KINDS) {
    const { platform, product } = CATALOGUE[kind];
    expect(kindOf(platform, { product })).toBe(kind);
  }
  expect(kindOf("prometheus", {})).toBe("prometheus");
});
