import { describe, expect, test } from "vitest";
import { minorDigits, readAmount } from "./money";

describe("an amount as people write it", () => {
  test.for([
    ["$250k", "USD", 25_000_000],
    ["1.2M", "USD", 120_000_000],
    ["EUR 90,000", "EUR", 9_000_000],
    ["250k EUR", "EUR", 25_000_000],
    ["$5", "CAD", 500],
    ["900k", "JPY", 900_000],
    ["1.5", "KWD", 1_500],
    ["2b", "USD", 200_000_000_000],
  ] as const)("%s in %s", ([text, currency, minor]) => {
    expect(readAmount(text, currency)).toEqual({ ok: true, minor });
  });

  test.for(["", "k", "12,34", "1.2.3", "-5", "250kk", "€5"])("%s is none in USD", (text) => {
    expect(readAmount(text, "USD").ok).toBe(false);
  });
});

test("decimals by ISO 4217", () => {
  expect(["USD", "JPY", "KWD", "HUF"].map(minorDigits)).toEqual([2, 0, 3, 2]);
});
