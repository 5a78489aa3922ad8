import { describe, expect, test } from "vitest";
import { dayOf } from "./day";
import {
  daysBetween,
  formatChange,
  formatDate,
  formatDay,
  formatInstant,
  formatLongDay,
  formatMeasure,
  formatNumber,
  formatShare,
  formatShortDay,
  formatSpokenDay,
} from "./figure";

const dawn = new Date("2026-11-20T03:30:00Z");

describe("numbers", () => {
  test.each([
    [0, 0, "0"],
    [1234.5, 2, "1,234.50"],
    [-0.6, 1, "−0.6"],
    [-0.001, 2, "0.00"],
    [Number.NaN, 2, "not a number"],
    [Number.POSITIVE_INFINITY, 2, "infinite"],
    [Number.NEGATIVE_INFINITY, 2, "−infinite"],
    [12_345_678, 0, "12,345,678"],
  ])("%d with %d decimals is %s", (value, decimals, printed) => {
    expect(formatNumber(value, decimals)).toBe(printed);
  });

  test("a unit follows a narrow no-break space", () => {
    expect(formatMeasure(41, "d")).toBe("41\u202fd");
    expect(formatMeasure(0.66, null, 2)).toBe("0.66");
    expect(formatShare(1, 3)).toBe("33\u202f%");
    expect(() => formatShare(1, 0)).toThrow(RangeError);
  });

  test("a change carries its sign", () => {
    expect(formatChange(2)).toBe("+2");
    expect(formatChange(-0.125, 2)).toBe("−0.13");
    expect(formatChange(0)).toBe("0");
    expect(formatChange(0.001, 2)).toBe("0.00");
  });
});

describe("dates", () => {
  test("are those of the organisation's time zone", () => {
    expect(formatDay(dawn, "UTC")).toBe("20\u00a0Nov\u00a02026");
    expect(formatDay(dawn, "America/Los_Angeles")).toBe("19\u00a0Nov\u00a02026");
    expect(formatInstant(dawn, "America/New_York")).toBe("19\u00a0Nov\u00a02026, 22:30");
    expect(formatInstant(new Date("2026-11-20T00:05:00Z"), "UTC")).toBe("20\u00a0Nov\u00a02026, 00:05");
    expect(dayOf(dawn, "America/Los_Angeles")).toBe("2026-11-19");
    expect(formatLongDay(dawn, "UTC")).toBe("20\u00a0November\u00a02026");
    expect(formatShortDay(dawn, "UTC")).toBe("20\u00a0Nov");
  });

  test("the year is said only when it is another one", () => {
    expect(formatSpokenDay(new Date("2026-10-22T12:00:00Z"), dawn, "UTC")).toBe("22\u00a0October");
    expect(formatSpokenDay(new Date("2025-10-22T12:00:00Z"), dawn, "UTC")).toBe("22\u00a0October\u00a02025");
  });

  test("a stored date has no time zone", () => {
    expect(formatDate("2026-03-01")).toBe("1\u00a0Mar\u00a02026");
    expect(() => formatDate("1 March")).toThrow(RangeError);
  });

  test("an age is counted in whole days", () => {
    expect(daysBetween(new Date("2026-11-03T06:00:00Z"), new Date("2026-11-20T05:59:00Z"))).toBe(16);
  });
});
