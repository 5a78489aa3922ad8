import fc from "fast-check";
import { expect, test } from "vitest";
import { customValueFault } from "./custom-value";
import { LIMITS } from "./input";
import { initiativeFilter, initiativeSort, registerInput } from "./register";
import { FILTER_KEYS, FILTER_LIMITS, SORT_KEYS, STAGE_CHOICES } from "./register-choice";
import { filterFromParams, paramsOf, readerOf, registerRequest, sortFromParams } from "./register-params";

test("a filter goes into an address and comes back the same", () => {
  const filter = initiativeFilter.parse({
    q: "sepsis & more",
    stage: ["build", "none"],
    tier: ["1"],
    unit: ["Acute care, wards", "none"],
    owner: ["Dr. R. Adeyemi"],
    tag: ["a,b"],
    attention: ["any"],
    restricted: "yes",
    archived: "all",
    changed: "2026-10-22",
  });
  expect(filterFromParams(readerOf(new URLSearchParams(`?${paramsOf(filter)}`)))).toEqual(filter);
  expect(filterFromParams(readerOf({ stage: ["build", "none"], q: "x" }))).toMatchObject({
    q: "x",
    stage: ["build", "none"],
  });
});

test("an address that cannot be understood narrows nothing", () => {
  const none = filterFromParams(
    readerOf(new URLSearchParams("stage=rocket&tier=9&changed=yesterday&archived=x&program=1&ids=1")),
  );
  expect(none).toEqual({ ...initiativeFilter.parse({}), ids: undefined });
  expect(sortFromParams(readerOf(new URLSearchParams("sort=-updated")))).toEqual({ key: "updated", descending: true });
  expect(sortFromParams(readerOf(new URLSearchParams("sort=password")))).toBeUndefined();
  expect(
    sortFromParams(readerOf(new URLSearchParams("sort=custom.0197c1e4-7d2a-7c11-8f00-1a2b3c4d5e6f"))),
  ).toMatchObject({ descending: false });
});

test("whatever an address says, what is read from it is what the schema takes, and every value the schema takes is kept", () => {
  expect(FILTER_LIMITS).toMatchObject({ short: LIMITS.short, tag: LIMITS.tag });
  const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  const value = fc.oneof(
    fc.string({ maxLength: 320 }),
    fc.constantFrom(...STAGE_CHOICES, ...SORT_KEYS, "1", "any", "yes", "only", "2026-02-30", "2026-13-01", "-title"),
    fc.uuid(),
    fc.uuid().map((id) => `custom.${id}`),
    day.map((at) => at.toISOString().slice(0, 10)),
  );
  const names = [...FILTER_KEYS, "q", "restricted", "archived", "changed", "ids", "sort", "page", "cols"];
  const address = fc.dictionary(fc.constantFrom(...names), fc.array(value, { maxLength: 70 }), {
    maxKeys: names.length,
  });
  fc.assert(
    fc.property(address, (params) => {
      const read = readerOf(params);
      const request = registerRequest(read);
      expect(registerInput.safeParse(request).error?.issues).toBeUndefined();
      for (const key of FILTER_KEYS) {
        const taken = [...new Set(params[key])].filter((each) => initiativeFilter.shape[key].safeParse([each]).success);
        expect(request[key]).toEqual(taken.slice(0, 60));
      }
      const changed = params.changed?.[0];
      expect(request.changed).toBe(initiativeFilter.shape.changed.safeParse(changed).success ? changed : undefined);
      const sort = params.sort?.[0] ?? "";
      const sorted = initiativeSort.safeParse({ key: sort.replace(/^-/, ""), descending: sort.startsWith("-") });
      expect(sortFromParams(read)).toEqual(sorted.data);
    }),
    { numRuns: 300 },
  );
});

test("a page is capped", () => {
  expect(registerInput.safeParse({ pageSize: 101 }).success).toBe(false);
  expect(registerInput.parse({})).toMatchObject({ page: 1, pageSize: 50, archived: "no" });
});

test.each([
  ["number", "12.5", true],
  ["number", "1e5x", false],
  ["date", "2026-02-30", false],
  ["date", "2026-02-28", true],
  ["choice", "High", true],
  ["choice", "high", false],
  ["text", "anything", true],
  ["number", "  ", true],
] as const)("a %s field takes %j: %s", (kind, value, fits) => {
  expect(customValueFault({ kind, choices: ["High", "Low"] }, value) === null).toBe(fits);
});
