import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INITIATIVE_REGISTER } from "../initiative/columns";
import { MEMBER_REGISTER } from "../member/columns";
import { MODEL_REGISTER } from "../model/columns";
import { ASSUMPTION_REGISTER, ISSUE_REGISTER, RAID_REGISTER } from "../raid/columns";
import { RISK_REGISTER } from "../risk/columns";
import { customColumn, RESERVED_KEYS, type RegisterColumn, type RegisterDeclaration } from "./column";
import {
  type AllOf,
  type AnyOf,
  type Condition,
  conditionFault,
  conjuncts,
  DEEPEST,
  type Filter,
  isCondition,
  MOST_CONDITIONS,
  plainValues,
  pruned,
  shapeFault,
  understood,
  withPlainValues,
} from "./filter";
import { filterSentence } from "./filter-sentence";
import { filterFromText, filterText } from "./filter-text";
import { filterInput } from "./input";
import { operatorsOf } from "./operator";

const COLUMNS: readonly RegisterColumn[] = INITIATIVE_REGISTER.columns;
const ID = "0197c1e4-7d2a-7c11-8f00-1a2b3c4d5e6f";
const is = (column: string, ...values: string[]): Condition => ({ column, op: "is", values });

describe("declarations", () => {
  test.each<RegisterDeclaration>([
    ...[INITIATIVE_REGISTER, MODEL_REGISTER, MEMBER_REGISTER, RISK_REGISTER],
    ...[ASSUMPTION_REGISTER, ISSUE_REGISTER, RAID_REGISTER],
  ])(
    "the columns of $many have names of their own, choices where they need them, and a sort that exists",
    ({ columns, sort }) => {
      const keys = columns.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.filter((key) => (RESERVED_KEYS as readonly string[]).includes(key))).toEqual([]);
      expect(keys.filter((key) => !/^[a-z][a-zA-Z]*$/.test(key))).toEqual([]);
      expect(columns.filter(({ kind, choices }) => (kind === "choice") !== (choices !== undefined))).toEqual([]);
      expect(sort.filter(({ key }) => !keys.includes(key))).toEqual([]);
    },
  );

  test("every operator offered has words and takes what it says", () => {
    for (const column of COLUMNS) expect(operatorsOf(column).length).toBeGreaterThan(0);
    expect(operatorsOf({ kind: "text", required: true })).not.toContain("empty");
    expect(operatorsOf({ kind: "text" })).toContain("filled");
  });
});

test.each<[Condition, string]>([
  [is("colour", "red"), "There is no column “colour”."],
  [is("stage", "rocket"), "Stage is: there is no choice “rocket”."],
  [{ column: "stage", op: "before", values: ["2026-01-01"] }, "Stage cannot be asked whether it is before."],
  [{ column: "code", op: "empty", values: [] }, "Code cannot be asked whether it is empty."],
  [is("model", "critical"), "Worst model cannot be filtered."],
  [{ column: "target", op: "before", values: [] }, "Target date is before …: give a value."],
  [
    { column: "target", op: "before", values: ["2026-02-30"] },
    "Target date is before: “2026-02-30” is no date such as 2026-11-20.",
  ],
  [{ column: "target", op: "between", values: ["2026-02-03"] }, "Target date is between …: give two values."],
  [
    { column: "target", op: "between", values: ["2026-02-03", "2026-02-01"] },
    "Target date is between: the first value comes after the second.",
  ],
  [
    { column: "target", op: "last", values: ["0", "day"] },
    "Target date is in the last: give a whole number from 1 to 3660.",
  ],
  [
    { column: "target", op: "last", values: ["3", "moon"] },
    "Target date is in the last: give days, weeks, months, quarters or years.",
  ],
  [{ column: "target", op: "this", values: ["moon"] }, "Target date is this: give day, week, month, quarter or year."],
  [is("program", "x"), "Program is: a record is named by its id."],
  [is("restricted", "true"), "Restricted is: it is yes or no."],
  [{ column: "stage", op: "is", values: Array.from({ length: 61 }, () => "pilot") }, "Stage is: at most 60 values."],
])("%j is refused, naming column and operator", (condition, words) => {
  expect(conditionFault(condition, COLUMNS)).toBe(words);
});

test.each<[Filter, string]>([
  [{ all: [is("stage", "pilot", "build"), is("owner", "me")] }, "Stage is Pilot or Build, and Owner is me"],
  [
    { any: [is("tier", "none"), { column: "target", op: "overdue", values: [] }] },
    "Tier is unrated, or Target date is overdue",
  ],
  [
    { all: [is("tier", "1"), { any: [is("owner", "none"), { column: "title", op: "contains", values: ["sepsis"] }] }] },
    "Tier is 1, and (Owner is nobody, or Initiative contains “sepsis”)",
  ],
  [{ column: "target", op: "next", values: ["30", "day"] }, "Target date is in the next 30 days"],
  [{ column: "target", op: "last", values: ["1", "month"] }, "Target date is in the last 1 month"],
  [{ column: "target", op: "at-least", values: ["2026-11-20"] }, "Target date is on or after 20\u00a0Nov\u00a02026"],
  [{ column: "target", op: "this", values: ["quarter"] }, "Target date is this quarter"],
  [{ column: "target", op: "this", values: ["day"] }, "Target date is today"],
  [is("attention", "any"), "Needs attention for any reason"],
  [is("program", ID), "Program is Sepsis"],
  [{ column: "stage", op: "is-not", values: ["pilot", "none"] }, "Stage is not Pilot or not stated"],
  [{ column: "lead", op: "filled", values: [] }, "Lead is not empty"],
  [{ all: [{ any: [] }] }, ""],
  [is("unit", "a", "b", "c", "d", "e", "f"), "Business unit is a, b, c, d or 2 more"],
])("%j in words", (filter, words) => {
  expect(filterSentence(filter, COLUMNS, (_column, value) => (value === ID ? "Sepsis" : undefined))).toBe(words);
});

const condition = fc.record({
  column: fc.constantFrom("stage", "title", `custom.${ID}`),
  op: fc.constantFrom("is" as const, "contains" as const, "empty" as const, "between" as const),
  values: fc.array(
    fc.string({ maxLength: 12 }).filter((text) => !text.includes("\u0000")),
    { maxLength: 3 },
  ),
});
const { filter: tree } = fc.letrec<{ filter: Filter; all: AllOf; any: AnyOf }>((tie) => ({
  filter: fc.oneof({ maxDepth: 2, withCrossShrink: true }, condition, tie("all"), tie("any")),
  all: fc.record({ all: fc.array(tie("filter"), { maxLength: 3 }) }),
  any: fc.record({ any: fc.array(tie("filter"), { maxLength: 3 }) }),
}));
/** A condition with one empty text reads back with none: nobody can fill in such a value. */
const meant = (filter: Filter): Filter =>
  isCondition(filter) ? filter : "all" in filter ? { all: filter.all.map(meant) } : { any: filter.any.map(meant) };

test("a filter goes into a text and comes back the same, whatever its values hold", () => {
  fc.assert(
    fc.property(tree, (filter) => {
      expect(shapeFault(filter)).toBeNull();
      expect(filterFromText(filterText(filter))).toEqual(meant(filter));
    }),
  );
});

test("no text that looks like a filter breaks the reader", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."all(any);:,!.isabc-".split("")), maxLength: 60 }), (text) => {
      const read = filterFromText(text);
      expect(read === null || shapeFault(read) === null).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

describe("what comes from outside", () => {
  const deep = (depth: number): unknown =>
    Array.from({ length: depth }).reduce((inner) => ({ any: [inner] }), is("stage", "pilot") as unknown);

  test.each<[string, unknown]>([
    ["a tree 100,000 deep", deep(100_000)],
    ["one level too deep", deep(DEEPEST + 1)],
    ["a million conditions", { all: Array.from({ length: 1_000_000 }, () => is("stage", "pilot")) }],
    ["one condition too many", { all: Array.from({ length: MOST_CONDITIONS + 1 }, () => is("stage", "pilot")) }],
    [
      "groups without end",
      { all: Array.from({ length: 40 }, () => ({ any: Array.from({ length: 40 }, () => ({ all: [] })) })) },
    ],
    ["a long value", is("stage", "x".repeat(301))],
    ["a NUL byte", is("stage", "pi\u0000lot")],
    ["no operator", { column: "stage", op: "drop table", values: [] }],
    ["values that are no texts", { column: "stage", op: "is", values: [1] }],
    ["two groups in one", { all: [], any: [] }],
    ["a list", []],
    ["nothing", null],
    ["a prototype", JSON.parse('{"__proto__": {"all": []}}')],
  ])("%s is refused in a sentence", (_name, given) => {
    expect(shapeFault(given)).toMatch(/\.$/);
    expect(filterInput.safeParse(given).success).toBe(false);
  });

  test("as deep and as many as allowed is taken", () => {
    expect(shapeFault(deep(DEEPEST))).toBeNull();
    expect(shapeFault({ all: Array.from({ length: MOST_CONDITIONS }, () => is("stage", "pilot")) })).toBeNull();
  });
});

test("groups that say nothing narrow nothing; the rest is told apart", () => {
  const filter: Filter = { all: [{ any: [] }, { any: [is("tier", "1")] }, { all: [is("stage", "pilot")] }] };
  expect(pruned({ any: [{ all: [] }] })).toBeNull();
  expect(conjuncts(filter)).toEqual([is("tier", "1"), is("stage", "pilot")]);
  expect(plainValues(filter, "tier")).toEqual(["1"]);
  expect(withPlainValues(filter, "tier", ["2", "none"])).toEqual({
    all: [is("stage", "pilot"), is("tier", "2", "none")],
  });
  expect(withPlainValues(filter, "tier", [])).toEqual({ all: [is("stage", "pilot")] });
  expect(understood({ any: [is("stage", "rocket"), is("stage", "pilot")] }, COLUMNS)).toEqual({
    any: [is("stage", "pilot")],
  });
});

test("a custom field is a column", () => {
  const column = customColumn({ id: ID, label: "Vendor", kind: "choice", choices: ["A", "B"] });
  expect(conditionFault(is(`custom.${ID}`, "A", "none"), [column])).toBeNull();
  expect(conditionFault(is(`custom.${ID}`, "C"), [column])).toBe("Vendor is: there is no choice “C”.");
});
