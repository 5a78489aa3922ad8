import { describe, expect, test } from "vitest";
import { placeFilter, questionsOf, risksAsked, usualSince } from "./asked";

const query = (params: Record<string, string>) => ({ get: (name: string) => params[name] ?? null });
const is = (column: string, value: string) => ({ column, op: "is", values: [value] }) as const;

describe("what the upper half of the page asks", () => {
  test("follows the register in where risks stand, not in how grave they are", () => {
    const filter = { all: [is("status", "open"), is("program", "p"), is("likelihood", "4"), is("owner", "me")] };
    expect(placeFilter(filter)).toEqual({ all: [is("program", "p"), is("owner", "me")] });
    expect(placeFilter(is("model", "m"))).toEqual({ all: [is("model", "m")] });
    expect(placeFilter({ all: [] })).toEqual({ all: [] });
  });
  test.each([
    [{}, undefined, { kind: "residual", since: "2026-10-31" }],
    [{ since: "2026-11-02", map: "target" }, undefined, { kind: "target", since: "2026-11-02" }],
    [{ since: "2026-12-24", map: "sideways" }, undefined, { kind: "residual", since: "2026-10-31" }],
    [{ since: "2026-06-10" }, "2026-06-10", { kind: "residual", since: "2026-05-31" }],
  ])("%o as of %s", (params, at, expected) => {
    expect(risksAsked(query(params), at, "2026-11-21")).toEqual({ at, ...expected });
  });
  test("compares with the end of the month before unless asked otherwise", () => {
    expect(usualSince("2026-01-15")).toBe("2025-12-31");
    const asked = risksAsked(query({}), undefined, "2026-11-21");
    const { map, exposure } = questionsOf("acme", { filter: { all: [] } }, asked);
    expect(map).toEqual({ ...exposure, kind: "residual" });
  });
});
