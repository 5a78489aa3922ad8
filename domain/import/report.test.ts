import { expect, test } from "vitest";
import { emptyValues } from "../initiative/import/values";
import { excerpt } from "./fault";
import { aroundDifference, planFault, reportOf } from "./report";

const counts = {
  rows: 3,
  created: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  spacing: 0,
  matchedKeys: 0,
  newKeys: 0,
  absent: 0,
};
const problem = {
  line: 4,
  column: "Title",
  value: "x".repeat(1_000),
  reason: "The title is missing.",
  cure: "Give one.",
};
const plan = {
  creates: [],
  changes: [],
  rejects: [{ line: 4, problems: [problem] }],
  notes: [],
  counts: { ...counts, rejected: 1 },
};

test("a change far inside a long text is shown where it is", () => {
  const start = "a".repeat(900);
  const { from, to } = aroundDifference(`${start}plan.`, `${start}plan.?`);
  expect(from).toBe(`…${"a".repeat(55)}plan.`);
  expect(to).toBe(`…${"a".repeat(55)}plan.?`);
  expect(aroundDifference("short", "text")).toEqual({ from: "short", to: "text" });
});

test("no character is cut in two", () => {
  const { from, to } = aroundDifference(`${"😀".repeat(400)}a`, `${"😀".repeat(400)}b`);
  expect([from.endsWith("😀a"), to.endsWith("😀b")]).toEqual([true, true]);
  const [long] = reportOf(
    { ...plan, rejects: [{ line: 1, problems: [{ ...problem, value: `x${"😀".repeat(400)}` }] }] },
    { fields: [], programs: [] },
  ).rejects;
  expect([from, to, long?.value ?? "", excerpt(`x${"😀".repeat(80)}`)].join("")).not.toMatch(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
  );
});

test("a report keeps lines short and says which fields are new", () => {
  const change = {
    line: 2,
    id: "1",
    version: 1,
    name: "T",
    values: { ...emptyValues(), title: "T" },
    cells: [{ column: "C", from: "a", to: "b" }],
  };
  const report = reportOf({ ...plan, changes: [change] }, { fields: ["Vendor"], programs: ["Inpatient"] });
  expect(report.rejects[0]?.value).toHaveLength(300);
  expect(report.changes).toEqual([{ line: 2, id: "1", title: "T", cells: [{ column: "C", from: "a", to: "b" }] }]);
  expect([report.fields, report.programs]).toEqual([["Vendor"], ["Inpatient"]]);
});

test("all rows need every row to be good; the good rows need one", () => {
  expect(planFault(plan, "all")).toBe(
    "1 of 3 rows are rejected. Correct them, or import the good rows alone. First: line 4, Title: The title is missing.",
  );
  expect(planFault(plan, "good")).toBeNull();
  expect(planFault({ ...plan, counts: { ...counts, rejected: 3 } }, "good")).toMatch(
    /^None of the 3 rows can be imported/,
  );
});
