import fc from "fast-check";
import { expect, test } from "vitest";
import { INITIATIVE_REGISTER } from "../initiative/columns";
import { MODEL_REGISTER } from "../model/columns";
import { RESERVED_KEYS, type RegisterColumn, type RegisterDeclaration } from "./column";
import { conditionFault, conditionsOf, EVERYTHING, shapeFault } from "./filter";
import { rowsInput, viewInput } from "./input";
import { isNarrowed, rowsRequest, shownColumns, sortOf, USUAL_VIEW, type ViewState } from "./view";
import { pageFromParams, paramsOf, readerOf, viewFromParams, viewParamNames } from "./view-params";

const REGISTER: RegisterDeclaration = INITIATIVE_REGISTER;
const ID = "0197c1e4-7d2a-7c11-8f00-1a2b3c4d5e6f";
const readAddress = (address: string) => viewFromParams(readerOf(new URLSearchParams(address)), REGISTER);

test("addresses as they were linked still say the same", () => {
  expect(
    readAddress("stage=pilot&stage=none&tier=1&sort=-updated&archived=only&attention=any&changed=2026-10-22"),
  ).toEqual({
    ...USUAL_VIEW,
    archived: "only",
    sort: [{ key: "updated", descending: true }],
    filter: {
      all: [
        { column: "stage", op: "is", values: ["pilot", "none"] },
        { column: "tier", op: "is", values: ["1"] },
        { column: "attention", op: "is", values: ["any"] },
        { column: "updated", op: "at-least", values: ["2026-10-22"] },
      ],
    },
  });
  const models = viewFromParams(readerOf({ status: "live", health: ["critical", "warning"] }), MODEL_REGISTER);
  expect(conditionsOf(models.filter)).toEqual([
    { column: "health", op: "is", values: ["critical", "warning"] },
    { column: "status", op: "is", values: ["live"] },
  ]);
});

test("a view goes into an address and comes back the same", () => {
  const view: ViewState = {
    q: "sepsis & more",
    archived: "all",
    sort: [
      { key: "tier", descending: true },
      { key: `custom.${ID}`, descending: false },
    ],
    columns: [{ key: "title", width: 320 }, { key: "stage" }, { key: `custom.${ID}` }],
    group: "stage",
    board: "tier",
    pageSize: 100,
    filter: {
      all: [
        { column: "unit", op: "is", values: ["Acute care, wards (north)"] },
        { column: "stage", op: "is", values: ["build", "none"] },
        { column: "unit", op: "contains", values: ["a!b;c,d", "&=?#"] },
        {
          any: [
            { column: "owner", op: "is", values: ["me"] },
            { column: "owner", op: "empty", values: [] },
          ],
        },
        { column: `custom.${ID}`, op: "is", values: ["x"] },
      ],
    },
  };
  const params = paramsOf(view);
  const back = readAddress(`?${params}`);
  expect({ ...back, filter: null }).toEqual({ ...view, filter: null });
  expect(conditionsOf(back.filter)).toHaveLength(6);
  expect(conditionsOf(back.filter)).toEqual(expect.arrayContaining([...conditionsOf(view.filter)]));
  expect(paramsOf(back).toString()).toBe(params.toString());
  expect(params.getAll("where")).toContain("any(owner.is:me;owner.empty)");
  expect([...new Set(params.keys())].filter((name) => !viewParamNames(REGISTER).includes(name))).toEqual([]);
});

test("an address that cannot be understood narrows nothing", () => {
  const view = readAddress(
    "stage=rocket&tier=9&changed=yesterday&archived=x&program=1&where=any(stage.is:x&where=stage.like:1&where=a.is:b&group=title&board=owner&size=7&sort=password&cols=secret,",
  );
  expect(view).toEqual(USUAL_VIEW);
  expect(paramsOf(view).toString()).toBe("");
  expect(isNarrowed(view)).toBe(false);
  expect(pageFromParams(readerOf({ page: "0" }))).toBe(1);
  expect(pageFromParams(readerOf({ page: "3" }))).toBe(3);
});

test("whatever an address says, what is read from it is what the server takes", () => {
  const value = fc.oneof(
    fc.string({ maxLength: 320 }),
    fc.constantFrom(
      "pilot",
      "1",
      "any",
      "2026-02-28",
      "-title",
      "yes",
      "custom.x",
      `custom.${ID}`,
      "title*120",
      "stage.is:pilot",
      "any(tier.is:1,none;target.overdue)",
      "x.is:\u0000",
    ),
    fc.uuid(),
  );
  const names = [...RESERVED_KEYS, ...REGISTER.columns.map(({ key }) => key), "changed"];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.array(value, { maxLength: 70 })), (params) => {
      const read = readerOf(params);
      const view = viewFromParams(read, REGISTER);
      expect(shapeFault(view.filter)).toBeNull();
      const columns: readonly RegisterColumn[] = REGISTER.columns;
      const known = conditionsOf(view.filter).filter(({ column }) => !column.startsWith("custom."));
      expect(known.flatMap((each) => conditionFault(each, columns) ?? [])).toEqual([]);
      const request = rowsRequest(view, pageFromParams(read), columns);
      expect(rowsInput.safeParse(request).error?.issues).toBeUndefined();
      expect(viewInput.safeParse(view).error?.issues).toBeUndefined();
      expect(viewFromParams(readerOf(paramsOf(view)), REGISTER)).toEqual(view);
    }),
    { numRuns: 300 },
  );
});

test("columns in the order chosen, fixed ones always; the sort that holds", () => {
  const keys = (chosen: ViewState["columns"]) => shownColumns(REGISTER.columns, chosen).map(({ key }) => key);
  expect(keys(null).slice(0, 3)).toEqual(["code", "title", "unit"]);
  expect(keys([{ key: "tier" }, { key: "code", width: 100 }, { key: "gone" }])).toEqual(["title", "tier", "code"]);
  expect(keys([{ key: "tier" }, { key: "title" }])).toEqual(["tier", "title"]);
  expect(shownColumns(REGISTER.columns, [{ key: "code", width: 100 }])[1]?.width).toBe(100);
  expect(sortOf({ q: "", sort: [] }, REGISTER)).toEqual([{ key: "code", descending: false }]);
  expect(sortOf({ q: "x", sort: [] }, REGISTER)).toEqual([{ key: "relevance", descending: true }]);
  expect(sortOf({ q: "", sort: [{ key: "relevance", descending: true }] }, REGISTER)).toEqual(REGISTER.sort);
  expect(rowsRequest({ ...USUAL_VIEW, filter: EVERYTHING }, 2, REGISTER.columns)).toMatchObject({
    page: 2,
    pageSize: 50,
  });
});
