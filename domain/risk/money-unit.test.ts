import { describe, expect, test } from "vitest";
import { moneyUnit } from "./money-unit";

describe("the unit of a column of amounts", () => {
  test.each([
    [[95_200_000, 475_000], "USD", "$\u202fk", 100_000, 0],
    [[320_000_000, -5], "USD", "$\u202fM", 100_000_000, 2],
    [[-250_000_000_000], "EUR", "€\u202fB", 100_000_000_000, 2],
    [[150_000], "USD", "$", 100, 0],
    [[5_000_000], "JPY", "¥\u202fM", 1_000_000, 2],
    [[], "SEK", "SEK", 100, 0],
  ] as const)("%j in %s is told in %s", (minor, currency, name, divideBy, digits) => {
    expect(moneyUnit(minor, currency)).toEqual({ name, divideBy, digits });
  });
});
