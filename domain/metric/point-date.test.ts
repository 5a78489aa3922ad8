import { expect, test } from "vitest";
import { formatDay } from "../shared/figure";
import { pointZone, spokenPointDay } from "./point-date";

const LOS_ANGELES = "America/Los_Angeles";
const AUCKLAND = "Pacific/Auckland";
const november = new Date("2026-11-01T00:00:00Z");
const now = new Date("2026-11-21T09:00:00Z");

test("a stated day is that day east and west of Greenwich", () => {
  for (const zone of [LOS_ANGELES, AUCKLAND, "UTC"])
    expect(formatDay(november, pointZone(november, zone)).replaceAll("\u00a0", " ")).toBe("1 Nov 2026");
  expect(spokenPointDay(november, now, LOS_ANGELES).replaceAll("\u00a0", " ")).toBe("1 November");
});

test("an instant is read where the organisation is, to the millisecond beside midnight", () => {
  expect(pointZone(new Date(november.getTime() + 1), LOS_ANGELES)).toBe(LOS_ANGELES);
  expect(pointZone(new Date("2026-11-01T06:00:00Z"), AUCKLAND)).toBe(AUCKLAND);
});

test("an hourly measure sends instants at midnight too; one that comes monthly does not", () => {
  expect(pointZone(november, LOS_ANGELES, 3600)).toBe(LOS_ANGELES);
  expect(pointZone(november, LOS_ANGELES, 31 * 86_400)).toBe("UTC");
  expect(pointZone(november, LOS_ANGELES, null)).toBe("UTC");
});
