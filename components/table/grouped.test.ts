import { describe, expect, test } from "vitest";
import type { Group } from "@/domain/table/answer";
import { groupValue, itemsOf, openGroups } from "./grouped";

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
    const items = itemsOf(rows, "stage", groups, { page: 1, pageSize: 50, isLast: true, folded: new Set(["build"]) });
    expect(names(items)).toEqual(["[idea]", "1", "[build folded]", "[pilot]", "2", "[none]", "3"]);
  });

  const long = [group("idea", 3), group("build", 5), group("pilot", 1), group("none", 1)];
  const part = (items: ReturnType<typeof itemsOf<ReturnType<typeof row>>>) =>
    items.flatMap((item) => (item.kind === "group" ? [item.part && `${item.part.from}-${item.part.to}`] : []));

  test("a group that a page ends in goes on under its head on the next, each saying which of its rows are there", () => {
    const stages = ["idea", "idea", "idea", "build", "build", "build", "build", "build", "pilot", null];
    const pages = [1, 2, 3, 4].map((page) => {
      const rows = stages.map((stage, index) => row(String(index), stage)).slice((page - 1) * 3, page * 3);
      return itemsOf(rows, "stage", long, { page, pageSize: 3, isLast: page === 4, folded: new Set() });
    });
    expect(pages.map(names)).toEqual([
      ["[idea]", "0", "1", "2"],
      ["[build]", "3", "4", "5"],
      ["[build]", "6", "7", "[pilot]", "8"],
      ["[none]", "9"],
    ]);
    expect(pages.map(part)).toEqual([[null], ["1-3"], ["4-5", null], [null]]);
  });

  test("a folded group between two pages has its head on one of them", () => {
    const folded = new Set(["build", "none"]);
    const first = itemsOf([row("0", "idea"), row("1", "idea"), row("2", "idea")], "stage", long, {
      page: 1,
      pageSize: 3,
      isLast: false,
      folded,
    });
    const second = itemsOf([row("8", "pilot")], "stage", long, { page: 2, pageSize: 3, isLast: true, folded });
    expect([first, second].map(names)).toEqual([
      ["[idea]", "0", "1", "2"],
      ["[build folded]", "[pilot]", "8", "[none folded]"],
    ]);
  });

  test("rows keep their place on the page, which keys move by", () => {
    const items = itemsOf([row("1", "idea"), row("2", "build")], "stage", groups, {
      page: 1,
      pageSize: 50,
      isLast: true,
      folded: new Set(),
    });
    expect(items.flatMap((item) => (item.kind === "row" ? [item.index] : []))).toEqual([0, 1]);
  });

  test("a row of a group nobody counted is still shown", () => {
    const items = itemsOf([row("9", "new")], "stage", groups, {
      page: 1,
      pageSize: 50,
      isLast: true,
      folded: new Set(),
    });
    expect(names(items)).toContain("9");
  });
});

describe("without folded groups", () => {
  const values = (count: number) => Array.from({ length: count }, (_, n) => `u${n}`);
  test("the server leaves their rows out, whatever the column is", () => {
    expect(openGroups(new Set(), [])).toBeUndefined();
    expect(openGroups(new Set(["idea"]), [])).toEqual({ groups: "others", values: ["idea"] });
  });

  test("of very many, those that are open are asked for; where neither can be said, all are", () => {
    const groups = values(150).map((value) => group(value));
    const most = new Set(values(120));
    expect(openGroups(most, groups)).toEqual({ groups: "these", values: values(150).slice(120) });
    expect(
      openGroups(
        most,
        values(300).map((value) => group(value)),
      ),
    ).toBeUndefined();
    expect(openGroups(new Set(values(150)), groups)).toBeUndefined();
  });
});
