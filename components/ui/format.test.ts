import { describe, expect, test } from "vitest";
import { formatDate, formatMoney, formatNumber } from "./format";

describe("formatNumber", () => {
  test.each([
    [1204, {}, "1,204"],
    [0.884, { percent: true, digits: 0 }, "88\u202f%"],
    [-0.5, { digits: 1 }, "\u22120.5"],
    [41, { unit: "d" }, "41\u202fd"],
    [0.1, { digits: 2, signed: true }, "+0.10"],
    [-0.001, { digits: 2 }, "0.00"],
    [null, {}, "–"],
    [Number.NaN, {}, "–"],
    [Number.NEGATIVE_INFINITY, {}, "\u2212∞"],
    [1204.5, { locale: "de-DE", digits: 1 }, "1.204,5"],
  ])("%j %j", (value, style, text) => {
    expect(formatNumber(value, style)).toBe(text);
  });
});

describe("formatMoney", () => {
  test.each([
    [640_000_000, "USD", {}, "$6.4\u202fM"],
    [-31_000_000, "USD", {}, "\u2212$310\u202fk"],
    [990_000, "USD", {}, "$9,900"],
    [99_960_000, "USD", {}, "$1.0\u202fM"],
    [123_456, "USD", { exact: true }, "$1,234.56"],
    [5_000_000, "JPY", {}, "¥5.0\u202fM"],
    [41_200_000, "USD", { signed: true }, "+$412\u202fk"],
    [undefined, "USD", {}, "–"],
  ])("%j %s %j", (minor, currency, style, text) => {
    expect(formatMoney(minor, currency, style)).toBe(text);
  });
});

describe("formatDate", () => {
  test("says a bare day the same everywhere", () => {
    expect(formatDate("2026-11-20", "day", { timeZone: "America/Los_Angeles" })).toBe("20 Nov 2026");
  });
  test("shows an instant in the organisation's time zone", () => {
    const at = new Date("2026-07-01T03:59:00Z");
    expect(formatDate(at, "instant", { timeZone: "America/New_York" })).toBe("30 Jun 2026, 23:59");
    expect(formatDate(at, "time", { timeZone: "America/New_York" })).toBe("23:59");
  });
  test("keeps another language's own order", () => {
    expect(formatDate("2026-11-20", "long", { locale: "de-DE" })).toBe("20. November 2026");
  });
  test("says an instant in UTC as the formatter of any zone does", () => {
    const shapes = ["day", "short", "month", "month-short", "time", "instant", "long", "long-short"] as const;
    const instants = Array.from(
      { length: 300 },
      (_, index) => new Date(Date.UTC(1999, 11, 31) + index * 97_654_321_000),
    );
    for (const shape of shapes)
      for (const at of instants)
        expect(formatDate(at, shape, { timeZone: "UTC" })).toBe(formatDate(at, shape, { timeZone: "Etc/UTC" }));
  });
  test("says when there is no date", () => {
    expect(formatDate(null)).toBe("–");
    expect(formatDate("soon")).toBe("–");
  });
});
