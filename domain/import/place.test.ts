import { expect, test } from "vitest";
import { FileFault } from "./fault";
import { columnLetters, placeLabel, placeOpening, placeText } from "./place";

test("a place is said as its program shows it", () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
  const cell = { line: 7, sheet: "Portfolio", letters: "C" };
  expect([placeText(cell), placeText({ ...cell, sheet: "Bob's list" }), placeLabel(cell)]).toEqual([
    ...["Portfolio!C7", "'Bob''s list'!C7", "Portfolio!C7"],
  ]);
  const row = { line: 7, sheet: "Portfolio" };
  expect([placeText(row), placeLabel(row), placeOpening(row)]).toEqual([
    ...["row 7 of the sheet “Portfolio”", "Portfolio, row 7", "Row 7 of the sheet “Portfolio”"],
  ]);
  expect([placeText({ line: 7 }), placeLabel({ line: 7 }), placeOpening({ line: 7 })]).toEqual([
    ...["line 7", "7", "Line 7"],
  ]);
  expect(placeOpening({ ...cell, sheet: "lists" })).toBe("lists!C7");
});

test("a fault begins with its place", () => {
  const said = (place: ConstructorParameters<typeof FileFault>[2]) => new FileFault("Bad.", "Mend it.", place).message;
  expect([
    said({}),
    said({ line: 2, column: "3" }),
    said({ sheet: "A" }),
    said({ sheet: "A", line: 2, letters: "B" }),
  ]).toEqual([
    ...["Bad. Mend it.", "Line 2, column 3: Bad. Mend it.", "The sheet “A”: Bad. Mend it.", "A!B2: Bad. Mend it."],
  ]);
});
