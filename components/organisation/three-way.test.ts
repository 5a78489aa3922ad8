import { expect, test } from "vitest";
import { threeWay } from "./three-way";

const base = { name: "A", zone: "UTC", month: 1, version: 3 };
const merge = (yours: Partial<typeof base>, theirs: Partial<typeof base>) =>
  threeWay(["name", "zone", "month"], base, { ...base, ...yours }, { ...base, ...theirs, version: 4 });

test("different fields come together", () => {
  expect(merge({ name: "B" }, { month: 7 })).toEqual({
    merged: { name: "B", zone: "UTC", month: 7, version: 4 },
    conflicts: [],
  });
});

test("the same field with different values is a conflict, and the rest is not", () => {
  expect(merge({ name: "B", zone: "Europe/Rome" }, { name: "C" })).toEqual({
    merged: { name: "C", zone: "Europe/Rome", month: 1, version: 4 },
    conflicts: ["name"],
  });
});

test("the same edit twice is none", () => {
  expect(merge({ name: "B" }, { name: "B" }).conflicts).toEqual([]);
});
