import { describe, expect, test } from "vitest";
import type { Group } from "@/domain/table/answer";
import type { RegisterColumn } from "@/domain/table/column";
import { EVERYTHING } from "@/domain/table/filter";
import { foldedFilter, groupValue, itemsOf } from "./grouped";

const group = (value: string, count = 1): Group => ({ value, label: value, count, subtotals: {} });
const row = (id: string, stage: string | null) => ({ id, cells: { stage } });
const names = (items: ReturnType<typeof itemsOf<ReturnType<typeof row>>>) =>
  items.map((item) => (item.kind === "group" ? `[${item.group.value}${item.folded ? " folded" : ""}]` : item.row.id));

test("a cell names its group as a condition would", () => {
  expect([null, true, 3, { id: "a", label: "Ann" }, { id: null, label: "Bo" }].map(groupValue)).toEqual([
    "none",
    "yes",
    "3",
    "a",
    "Bo",
  ]);
});

describe("heads of groups", () => {
  const groups = [group("idea"), group("build", 2), group("pilot"), group("none")];

  test("every group has its head, folded ones without rows", () => {
    const rows = [row("1", "idea"), row("2", "pilot"), row("3", null)];
    const items = itemsOf(rows, "stage", groups, { page: 1, isLast: true, folded: new Set(["build"]) });
    expect(names(items)).toEqual(["[idea]", "1", "[build folded]", "[pilot]", "2", "[none]", "3"]);
  });

  test("a page in the middle begins and ends with its own groups", () => {
    const items = itemsOf([row("2", "build"), row("3", "pilot")], "stage", groups, {
      page: 2,
      isLast: false,
      folded: new Set(),
    });
    expect(names(items)).toEqual(["[build]", "2", "[pilot]", "3"]);
  });

  test("rows keep their place on the page, which keys move by", () => {
    const items = itemsOf([row("1", "idea"), row("2", "build")], "stage", groups, {
      page: 1,
      isLast: true,
      folded: new Set(),
    });
    expect(items.flatMap((item) => (item.kind === "row" ? [item.index] : []))).toEqual([0, 1]);
  });

  test("a row of a group nobody counted is still shown", () => {
    const items = itemsOf([row("9", "new")], "stage", groups, { page: 1, isLast: true, folded: new Set() });
    expect(names(items)).toContain("9");
  });
});

describe("without folded groups", () => {
  const stage: RegisterColumn = { key: "stage", label: "Stage", kind: "choice", choices: [] };

  test("the server leaves their rows out", () => {
    expect(foldedFilter(EVERYTHING, stage, new Set(["idea"]), [])).toEqual({
      all: [EVERYTHING, { column: "stage", op: "is-not", values: ["idea"] }],
    });
  });

  test("a column that cannot say 'is not' asks for the open ones", () => {
    const yes: RegisterColumn = { key: "restricted", label: "Restricted", kind: "boolean" };
    expect(foldedFilter(EVERYTHING, yes, new Set(["yes"]), [group("yes"), group("no")])).toEqual({
      all: [EVERYTHING, { any: [{ column: "restricted", op: "is", values: ["no"] }] }],
    });
  });

  test("a reference also means what lies below it, so its rows are left out here", () => {
    const program: RegisterColumn = { key: "program", label: "Program", kind: "reference" };
    expect(foldedFilter(EVERYTHING, program, new Set(["p"]), [])).toBe(EVERYTHING);
  });
});
