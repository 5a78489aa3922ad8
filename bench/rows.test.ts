import { describe, expect, test } from "vitest";
import { pageOf, type Row, withPart } from "./rows";

const row = (part: string, name: string, product = 1, day = "2026-11-20"): Row => ({
  ...{ name, unit: "ms", floor: null, product, ratio: null, limit: "≤ 100 ms", held: product <= 100 },
  ...{ part, day, machine: "2 × A" },
});
const before = [row("read", "page"), row("list", "first"), row("list", "gone"), row("soak", "memory")];

describe("a run of one part", () => {
  test("replaces its rows where they stand and keeps the others with their day", () => {
    const after = withPart(before, "list", [row("list", "first", 2, "2026-11-21"), row("list", "new", 3)], true);
    expect(after.map(({ part, name, product }) => [part, name, product])).toEqual([
      ["read", "page", 1],
      ["list", "first", 2],
      ["list", "new", 3],
      ["soak", "memory", 1],
    ]);
    expect(after.map(({ day }) => day)).toEqual(["2026-11-20", "2026-11-21", "2026-11-20", "2026-11-20"]);
  });

  test("that was cut short keeps what it did not come to", () => {
    const after = withPart(before, "list", [row("list", "first", 2)], false);
    expect(after.map(({ name, product }) => [name, product])).toEqual([
      ["page", 1],
      ["first", 2],
      ["gone", 1],
      ["memory", 1],
    ]);
  });

  test("that had none is added at the end", () => {
    expect(withPart(before, "search", [row("search", "typed")], true).at(-1)?.name).toBe("typed");
  });
});

test("the page has the day of every row, a mark where a limit is not held, and names parts without rows", () => {
  const page = pageOf([...before, row("search", "typed", 101.4)], ["read", "list", "soak", "search", "seal"]);
  expect(page).toContain("| page | 1 ms |  |  | ≤ 100 ms | yes | 2026-11-20 |");
  expect(page).toContain("| typed | 101 ms |  |  | ≤ 100 ms | **no** | 2026-11-20 |");
  expect(page).toContain("BENCH_ONLY=seal");
  expect(pageOf([{ ...row("a", "b"), load: 14.2 }], ["a"])).toContain("2026-11-20, load 14.2 |");
  expect(pageOf([{ ...row("a", "b"), machine: "X" }, row("a", "c")], ["a"])).toContain("2026-11-20, on X |");
});
