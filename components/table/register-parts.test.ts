import { describe, expect, test } from "vitest";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { EVERYTHING } from "@/domain/table/filter";
import { USUAL_VIEW } from "@/domain/table/view";
import { addressFrom, paramsFor, saysNothing, viewText } from "./asked";
import { reordered, toggled, widened } from "./column-choice";
import { asHtml, asTsv, copiedWords } from "./copy-table";
import { added, asGroup, begun, replaced, turned, withOperator } from "./filter-edit";
import { openingAddress } from "./opening";
import { moved, nextSorts } from "./sort-step";

const column = (key: string) => {
  const found = INITIATIVE_REGISTER.columns.find((each) => each.key === key);
  if (!found) throw new RangeError(key);
  return found;
};

describe("sorting by heads", () => {
  const updated = { key: "updated", descendingFirst: true };
  test("clicks sort one way, the other, and no more", () => {
    const first = nextSorts([{ key: "title", descending: false }], updated, false);
    expect(first).toEqual([{ key: "updated", descending: true }]);
    const second = nextSorts(first, updated, false);
    expect(second).toEqual([{ key: "updated", descending: false }]);
    expect(nextSorts(second, updated, false)).toEqual([]);
  });

  test("with shift a column sorts after the others, and leaves them as they are", () => {
    const both = nextSorts([{ key: "title", descending: false }], updated, true);
    expect(both).toEqual([
      { key: "title", descending: false },
      { key: "updated", descending: true },
    ]);
    expect(nextSorts(both, { key: "title" }, true)).toEqual([
      { key: "title", descending: true },
      { key: "updated", descending: true },
    ]);
    const four = ["a", "b", "c", "d"].map((key) => ({ key, descending: false }));
    expect(nextSorts(four, updated, true)).toEqual(four);
  });

  test("an entry moves to another place, or stays where that is none", () => {
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  });
});

describe("columns", () => {
  const { columns } = INITIATIVE_REGISTER;
  test("one put away and shown again is the usual set", () => {
    const without = toggled(columns, null, "unit");
    expect(without?.map(({ key }) => key)).not.toContain("unit");
    expect(toggled(columns, without, "unit")).toBeNull();
  });

  test("a fixed column and a width given stay through a new order", () => {
    const wide = widened(columns, null, "stage", 233.4);
    const order = reordered(columns, wide, ["stage", "title"]);
    expect(order).toEqual([{ key: "stage", width: 233 }, { key: "title" }]);
    expect(widened(columns, order, "stage", 5)?.[0]?.width).toBe(40);
  });
});

describe("a filter in the builder", () => {
  const owner = { column: "owner", op: "empty" as const, values: [] };
  test("parts are added to, replaced in and taken out of the group they stand in", () => {
    const start = asGroup(owner);
    const grouped = added(start, [], { any: [owner] });
    const inner = added(grouped, [1], { ...owner, op: "filled" });
    expect(inner).toEqual({ all: [owner, { any: [owner, { ...owner, op: "filled" }] }] });
    expect(replaced(inner, [1, 0], null)).toEqual({ all: [owner, { any: [{ ...owner, op: "filled" }] }] });
    expect(replaced(inner, [0], null)).toEqual({ all: [{ any: [owner, { ...owner, op: "filled" }] }] });
    expect(turned(start)).toEqual({ any: [owner] });
    expect(asGroup(EVERYTHING)).toBe(EVERYTHING);
  });

  test("another operator keeps the values that mean the same", () => {
    const target = begun(column("target"));
    expect(target).toEqual({ column: "target", op: "is", values: [] });
    const before = withOperator({ ...target, values: ["2026-11-20"] }, "before", column("target"));
    expect(before.values).toEqual(["2026-11-20"]);
    expect(withOperator(before, "next", column("target")).values).toEqual(["30", "day"]);
    expect(withOperator(before, "overdue", column("target")).values).toEqual([]);
  });
});

describe("the address", () => {
  test("a change of view keeps the day, and what is usual is not written", () => {
    const now = new URLSearchParams("at=2026-10-01&stage=pilot&page=3&view=x");
    const { view, page, savedId } = addressFrom(now, INITIATIVE_REGISTER);
    expect([page, savedId]).toEqual([3, "x"]);
    const next = paramsFor(now, INITIATIVE_REGISTER, { view: { ...view, group: "tier" }, page: 1, savedId: null });
    expect(next.toString()).toBe("at=2026-10-01&stage=pilot&group=tier");
    expect(viewText(USUAL_VIEW, INITIATIVE_REGISTER)).toBe("");
  });

  test("a chosen view opens only where the address says nothing", () => {
    const views = { opens: "v", views: [{ id: "v", params: "stage=pilot" }] };
    expect(openingAddress("/o/initiatives", {}, INITIATIVE_REGISTER, views)).toBe("/o/initiatives?stage=pilot&view=v");
    expect(openingAddress("/o/initiatives", { at: "2026-10-01" }, INITIATIVE_REGISTER, views)).toContain("at=2026");
    for (const query of [{ view: "all" }, { q: "x" }, { stage: "build" }, { page: "2" }])
      expect(openingAddress("/o/initiatives", query, INITIATIVE_REGISTER, views)).toBeNull();
    expect(openingAddress("/o", {}, INITIATIVE_REGISTER, { opens: null, views: [] })).toBeNull();
    expect(saysNothing({ at: "2026-10-01" }, INITIATIVE_REGISTER)).toBe(true);
  });
});

test("a copied table keeps its cells apart and means no markup", () => {
  const lines = [
    ["Code", "Initiative"],
    ["AI-1", "A\tb\nc <b>&"],
  ];
  expect(asTsv(lines)).toBe("Code\tInitiative\nAI-1\tA b c <b>&");
  expect(asHtml(lines)).toContain("<td>A\tb\nc &lt;b&gt;&amp;</td>");
});

test("a copy says how much of the list it took", () => {
  const register = { declaration: INITIATIVE_REGISTER, locale: "en-US" };
  expect(copiedWords(1, 1, register)).toBe("1 initiative copied.");
  expect(copiedWords(45, 45, register)).toBe("45 initiatives copied.");
  expect(copiedWords(1_000, 100_000, register)).toBe(
    "The first 1,000 of 100,000 initiatives copied. Excel and CSV hold them all.",
  );
});
