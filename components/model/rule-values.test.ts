import { expect, test } from "vitest";
import { ruleInputOf, ruleValuesOf, windowWords } from "@/components/model/rule-values";
import { ruleCreate } from "@/domain/metric/input";

const SERIES = "01a1fe92-5763-7567-b380-9e258d804e9a";
const fresh = ruleValuesOf(undefined, { id: SERIES, intervalSeconds: 86_400 });

test("a new rule looks at windows as long as its measure's points lie apart", () => {
  expect(fresh.windowSeconds).toBe("86400");
  expect(ruleValuesOf(undefined, { id: SERIES, intervalSeconds: 300 }).windowSeconds).toBe("86400");
  expect(ruleValuesOf(undefined, { id: SERIES, intervalSeconds: 604_800 }).windowSeconds).toBe("604800");
});

test("the window of a rule in words", () => {
  expect([86_400, 28 * 86_400, 900].map(windowWords)).toEqual(["of a day", "of a calendar month", "of 900 seconds"]);
});

test("typed text becomes limits; empty is none; no number is refused at its field", () => {
  const input = ruleInputOf({ ...fresh, warning: "0,82", critical: " 0.78 " });
  expect(ruleCreate.parse(input)).toMatchObject({ warning: 0.82, critical: 0.78, breaches: 2, note: null });
  expect(ruleCreate.safeParse(ruleInputOf(fresh)).error?.issues[0]?.path).toEqual(["critical"]);
  expect(ruleCreate.safeParse(ruleInputOf({ ...fresh, critical: "much" })).error?.issues[0]?.path).toEqual([
    "critical",
  ]);
});

test("no fewest cases is none, and asks for no count; a number without a count is refused at its field", () => {
  const sound = { ...fresh, critical: "0.7", labelDelayDays: "21" };
  expect(ruleInputOf(sound)).toMatchObject({ minimumCases: 0, casesSeriesId: null, labelDelayDays: 21 });
  expect(ruleInputOf({ ...sound, minimumCases: "30", casesSeriesId: SERIES })).toMatchObject({
    minimumCases: 30,
    casesSeriesId: SERIES,
  });
  const without = ruleCreate.safeParse(ruleInputOf({ ...sound, minimumCases: "30" }));
  expect(without.error?.issues[0]?.path).toEqual(["casesSeriesId"]);
});

test("clearing limits that the form does not show are kept with their limit", () => {
  const held = { clearWarning: 0.08, clearCritical: 0.2, singleShot: false };
  expect(ruleInputOf({ ...fresh, direction: "high", warning: "0.1" }, held)).toMatchObject({
    clearWarning: 0.08,
    clearCritical: null,
  });
});
