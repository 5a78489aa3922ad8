import { describe, expect, test } from "vitest";
import { fieldsOf, joinEdits, sameValue, settledEdit } from "./edit";

const base = { name: "A", tier: 2, choices: ["x"], custom: { one: "1", two: "2" } };
const join = (yours: Partial<typeof base>, theirs: Partial<typeof base>, shape = {}) =>
  joinEdits(base, { ...base, ...yours }, { ...base, ...theirs }, { whole: true, ...shape });

describe("two edits of one record", () => {
  test("different fields join, and a form's untouched fields do not undo the other's edit", () => {
    expect(join({ name: "B" }, { tier: 1, choices: ["x", "y"] })).toMatchObject({
      merged: { name: "B", tier: 1, choices: ["x", "y"] },
      theirs: { name: "A", tier: 1 },
      inQuestion: [],
    });
  });

  test("one field with two values is in question and theirs until chosen", () => {
    const joined = join({ name: "B", tier: 3 }, { name: "C" });
    expect(joined).toMatchObject({ merged: { name: "C", tier: 3 }, inQuestion: ["name"] });
    const fields = [{ field: "name", before: "A", yours: "B", theirs: "C", by: "Ada", at: new Date(0) }];
    expect(settledEdit({ merged: joined.merged, fields }, ["name"])).toMatchObject({ name: "B", tier: 3 });
    expect(settledEdit({ merged: joined.merged, fields }, [])).toMatchObject({ name: "C", tier: 3 });
  });

  test("both to the same value is none, a list counts by content", () => {
    expect(join({ choices: ["x", "y"] }, { choices: ["x", "y"] }).inQuestion).toEqual([]);
    expect(join({ choices: ["y"] }, { choices: ["x", "y"] }).inQuestion).toEqual(["choices"]);
  });

  test("without a whole form, what is sent is meant, also when it is as it was", () => {
    expect(joinEdits(base, { tier: 2 }, { ...base, tier: 1 }).inQuestion).toEqual(["tier"]);
    expect(joinEdits(base, { tier: 2 }, { ...base, tier: 1 }, { whole: true })).toMatchObject({
      merged: { tier: 1 },
      inQuestion: [],
    });
  });

  test("fields inside a field are edited each by itself", () => {
    const nested = { nested: ["custom"] };
    const joined = joinEdits(
      base,
      { custom: { one: "mine" } },
      { ...base, custom: { one: "1", two: "theirs" } },
      nested,
    );
    expect(joined).toEqual({ merged: { custom: { one: "mine" } }, theirs: { custom: { one: "1" } }, inQuestion: [] });
    const both = joinEdits(base, { custom: { one: "mine" } }, { ...base, custom: { two: "2" } }, nested);
    expect(both.inQuestion).toEqual(["custom.one"]);
    expect(settledEdit({ merged: both.merged, fields: [] }, [], nested)).toEqual({ custom: { one: null } });
  });

  test("fields that mean something only together are in question together", () => {
    const together = { together: [["name", "tier"]] };
    expect(join({ name: "B" }, { tier: 1 }, together).inQuestion).toEqual(["name", "tier"]);
    expect(join({ name: "B" }, { tier: 1 }, together).merged).toMatchObject({ name: "A", tier: 1 });
    expect(join({ name: "B" }, { choices: [] }, together).inQuestion).toEqual([]);
  });
});

test("a value left out is no edit, and an absent one is empty", () => {
  expect(fieldsOf({ a: 1, b: undefined, custom: { x: "1" } }, { nested: ["custom"] })).toEqual(["a", "custom.x"]);
  expect(sameValue(undefined, null)).toBe(true);
  expect(sameValue({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
  expect(sameValue(new Date(5), new Date(5))).toBe(true);
  expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false);
});
