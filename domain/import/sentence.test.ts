import { expect, test } from "vitest";
import type { PlanCounts } from "./plan";
import { importsHeadline, planHeadline, planLead, undoWords } from "./sentence";

const noun = { one: "initiative", many: "initiatives" };

const counts = (some: Partial<PlanCounts>): PlanCounts => ({
  ...{ rows: 0, created: 0, changed: 0, unchanged: 0, rejected: 0, spacing: 0, matchedKeys: 0, newKeys: 0, absent: 0 },
  ...some,
});

test.each([
  [
    counts({ rows: 2133, created: 376, changed: 22, unchanged: 1735 }),
    "The file would make 376 new initiatives and change 22 initiatives.",
  ],
  [counts({ rows: 1, created: 1 }), "The file would make one new initiative."],
  [counts({ rows: 2, changed: 1, unchanged: 1 }), "The file would change one initiative."],
  [counts({ rows: 5, unchanged: 5 }), "Every row is already here: nothing would change."],
  [
    counts({ rows: 5, unchanged: 4, rejected: 1 }),
    "Every good row is already here: nothing would change, and one row is rejected.",
  ],
  [counts({ rows: 3, rejected: 3 }), "None of the three rows can be imported."],
])("a plan says what it would do", (plan, words) => {
  expect(planHeadline(plan, "would", noun)).toBe(words);
});

test("an import says what it did", () => {
  expect(planHeadline(counts({ rows: 3, created: 1, changed: 2 }), "did", noun)).toBe(
    "The file made one new initiative and changed two initiatives.",
  );
  expect(planHeadline(counts({ rows: 3, changed: 2, unchanged: 1 }), "did", noun)).toBe(
    "The file changed two initiatives.",
  );
});

test("the lead says what stays, what is rejected and what is not named", () => {
  expect(
    planLead(
      counts({ rows: 2134, created: 376, changed: 22, unchanged: 1735, spacing: 3, rejected: 1, absent: 2 }),
      noun,
    ),
  ).toBe(
    "1,735 rows say what is already here. Three of them differ in white space only. One row is rejected, with the reason below. Two initiatives that the file does not name stay as they are.",
  );
  expect(planLead(counts({ rows: 1, created: 1 }), noun)).toBe("");
});

test("the page of imports opens with the last one", () => {
  expect(importsHeadline(0, undefined)).toBe("No file has been imported yet.");
  expect(importsHeadline(3, { fileName: "a.csv", noun, status: "done", counts: { created: 2, changed: 1 } })).toBe(
    "The last import, a.csv, made two initiatives and changed one.",
  );
  expect(importsHeadline(3, { fileName: "a.csv", noun, status: "undone", counts: {} })).toBe(
    "The last of three imports, a.csv, was undone.",
  );
  expect(importsHeadline(1, { fileName: "a.csv", noun, status: "undone", counts: {} })).toBe(
    "The only import, a.csv, was undone.",
  );
  expect(importsHeadline(1, { fileName: "a.csv", noun, status: "expired", counts: {} })).toBe(
    "a.csv was not imported.",
  );
  expect(importsHeadline(1, { fileName: "a.csv", noun, status: "planned", counts: {} })).toBe(
    "a.csv waits to be imported.",
  );
});

test("undo says what will go", () => {
  expect(undoWords({ created: 2, changed: 1 }, { fields: 3, programs: 0 }, noun)).toBe(
    "Two initiatives are removed, one initiative goes back to what it was and three custom fields made by the import go too.",
  );
  expect(undoWords({ created: 1 }, { fields: 1, programs: 1 }, noun)).toBe(
    "One initiative is removed and one custom field and one program made by the import go too.",
  );
});
