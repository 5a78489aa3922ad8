import { expect, test } from "vitest";
import { whereTheyDiffer } from "./text-difference";

test("long texts are cut to where they differ, with a few equal words around it", () => {
  const now = "Nurses see the tenth of patients who have half of all falls.";
  expect(whereTheyDiffer(`${now.slice(0, -1)}; the measure is still to be agreed.`, now, 90)).toEqual({
    was: "… half of all falls; the measure is still to be agreed.",
    now: "… half of all falls.",
  });
  expect(
    whereTheyDiffer(
      "Sepsis on general wards is recognised late, on average four hours after the first sign of it.",
      "Sepsis on general wards is recognised late, on average five hours after the first sign of it.",
      90,
    ),
  ).toEqual({ was: "… late, on average four hours after the …", now: "… late, on average five hours after the …" });
});

test("short texts stay whole; texts with nothing in common are only shortened", () => {
  expect(whereTheyDiffer("Acute care", "Acute care, wards", 70)).toEqual({
    was: "Acute care",
    now: "Acute care, wards",
  });
  const [one, other] = ["alpha ".repeat(30).trim(), "beta ".repeat(30).trim()];
  const cut = whereTheyDiffer(one, other, 40);
  expect(cut.was).toMatch(/^alpha .*…$/);
  expect([...cut.now].length).toBeLessThanOrEqual(40);
  expect(whereTheyDiffer(one, one, 400).was).toMatch(/alpha/);
});
