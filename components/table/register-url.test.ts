import { describe, expect, test } from "vitest";
import { type Column, shownColumns, toggleColumn } from "./column";
import { loadRegister, nextSort } from "./register-url";

describe("address", () => {
  test("reads what it understands and falls back on the rest", () => {
    expect(loadRegister({ q: "sepsis", sort: "-updated", page: "3", cols: "code,title" })).toEqual({
      q: "sepsis",
      sort: { key: "updated", descending: true },
      page: 3,
      cols: ["code", "title"],
    });
    expect(loadRegister({ sort: "; drop", page: "-1" })).toEqual({ q: "", sort: null, page: 1, cols: null });
  });
});

test("clicks sort one way, the other, and no more", () => {
  const column = { key: "updated", descendingFirst: true };
  const first = nextSort({ key: "title", descending: false }, column);
  expect(first).toEqual({ key: "updated", descending: true });
  const second = nextSort(first, column);
  expect(second).toEqual({ key: "updated", descending: false });
  expect(nextSort(second, column)).toBeNull();
});

describe("columns", () => {
  const columns: Column<string>[] = [
    { key: "title", label: "Title", fixed: true },
    { key: "unit", label: "Unit" },
    { key: "tags", label: "Tags", hidden: true },
  ];
  const keys = (chosen: string[] | null) => shownColumns(columns, chosen).map((column) => column.key);
  test("the usual ones, or those chosen, and always the fixed ones", () => {
    expect(keys(null)).toEqual(["title", "unit"]);
    expect(keys(["tags"])).toEqual(["title", "tags"]);
    expect(keys(["nonsense"])).toEqual(["title"]);
  });
  test("back to the usual set leaves the address", () => {
    const more = toggleColumn(columns, null, "tags");
    expect(more).toEqual(["unit", "tags"]);
    expect(toggleColumn(columns, more, "tags")).toBeNull();
  });
});
