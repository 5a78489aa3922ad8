import { expect, test } from "vitest";
import { customValueFault } from "./custom-value";
import { initiativeFilter, registerInput } from "./register";
import { filterFromParams, paramsOf, readerOf, sortFromParams } from "./register-params";

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
