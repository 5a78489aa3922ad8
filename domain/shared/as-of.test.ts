import { expect, test } from "vitest";
import { asOfInstant } from "./as-of";
import { dayOf, endOfDay } from "./day";

test("a day ends at its own midnight, also across a clock change", () => {
  expect(endOfDay("2026-06-30", "America/Chicago").toISOString()).toBe("2026-07-01T04:59:59.999Z");
  expect(endOfDay("2026-11-01", "America/Chicago").toISOString()).toBe("2026-11-02T05:59:59.999Z");
  expect(endOfDay("2026-03-08", "America/Chicago").toISOString()).toBe("2026-03-09T04:59:59.999Z");
  expect(endOfDay("2026-06-30", "UTC").toISOString()).toBe("2026-06-30T23:59:59.999Z");
  expect(endOfDay("2026-06-30", "Asia/Kathmandu").toISOString()).toBe("2026-06-30T18:14:59.999Z");
});

test("today means now, tomorrow is refused", () => {
  const now = new Date("2026-07-01T03:00:00Z"); // still 30 June in Chicago
  expect(dayOf(now, "America/Chicago")).toBe("2026-06-30");
  expect(asOfInstant("2026-06-30", "America/Chicago", now)).toBeNull();
  expect(asOfInstant("2026-06-29", "America/Chicago", now)?.toISOString()).toBe("2026-06-30T04:59:59.999Z");
  expect(() => asOfInstant("2026-07-01", "America/Chicago", now)).toThrow(/has not come yet/);
});

test("a day before anything could be recorded is refused, not read", () => {
  const now = new Date("2026-07-01T03:00:00Z");
  for (const text of ["0001-01-01", "1969-12-31", "0000-02-01T00:00:00Z"])
    expect(() => asOfInstant(text, "UTC", now)).toThrow(/before 1970/);
});
