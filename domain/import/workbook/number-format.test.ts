import { expect, test } from "vitest";
import { builtInShape, shapeOf } from "./number-format";
import { numberText } from "./number-text";
import { cellAt, rangeOf } from "./reference";

test.each([
  ["General", 46_346.5, "46346.5"],
  ["yyyy-mm-dd", 46_346, "2026-11-20"],
  ["[$-409]d-mmm-yy;@", 46_346, "2026-11-20"],
  ["[$-F800]dddd, mmmm dd, yyyy", 46_346, "2026-11-20"],
  ["mmm yyyy", 46_346, "2026-11-20"],
  ['yyyy"年"m"月"d"日"', 46_346, "2026-11-20"],
  ["m/d/yy h:mm AM/PM", 46_346.75, "2026-11-20 18:00"],
  ["h:mm:ss", 0.5 + 1 / 86_400, "12:00:01"],
  ["[h]:mm", 1.5, "36:00"],
  ["mm:ss.0", 0.25, "06:00"],
  ["0.0%", 0.1255, "12.55%"],
  ["#,##0.00 [$€-407]", 1234.5, "1234.5"],
  ['0.0 "days"', 3, "3"],
  ["[Red]-0.00", 3, "3"],
  ["_-* #,##0_-", 3, "3"],
  ["0.00E+00", 1_200_000, "1200000"],
  ["00000", 42, "00042"],
  ['"AI-"000', 7, "AI-007"],
  ["00000", 42.5, "42.5"],
  ["@", 42, "42"],
])("%s shows %f as %s", (code, value, text) => {
  expect(numberText(value, shapeOf(code), false)).toBe(text);
});

test("formats known by number alone", () => {
  const text = (id: number, value: number) => numberText(value, builtInShape(id), false);
  expect([14, 22, 21, 46, 9, 0, 4, 58].map((id) => text(id, 46_346.5))).toEqual([
    ...["2026-11-20", "2026-11-20 12:00", "12:00", "1112316:00", "4634650%", "46346.5", "46346.5", "2026-11-20"],
  ]);
});

test("days at the ends of both calendars", () => {
  const day = shapeOf("yyyy-mm-dd");
  expect([0, 1, 59, 60, 61, 2_958_465, 2_958_466].map((serial) => numberText(serial, day, false))).toEqual([
    ...["0", "1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01", "9999-12-31", "2958466"],
  ]);
  expect([0, 60, 2_957_003, 2_957_004].map((serial) => numberText(serial, day, true))).toEqual([
    ...["1904-01-01", "1904-03-01", "9999-12-31", "2957004"],
  ]);
});

test("references", () => {
  expect(cellAt("XFD1048576")).toEqual({ line: 1_048_576, column: 16_383 });
  expect([cellAt("XFE1"), cellAt("A1048577"), cellAt("A0"), cellAt("1A"), cellAt("AAAA1"), rangeOf("C3:A1")]).toEqual([
    ...[null, null, null, null, null, null],
  ]);
  expect(rangeOf("$A$1:C3")).toEqual({ top: 1, left: 0, bottom: 3, right: 2 });
});
