import { expect, test } from "vitest";
import { closingText } from "./headline";

const row = (status: "open" | "closed", expectedValue: number | null) => ({ status, expectedValue });
const all = (open: number, expected: number) => ({ now: { figures: { open, expected } }, currency: "USD" });

test("the line below the register says what its open risks hold of the whole", () => {
  const rows = [row("open", 20_000_000), row("open", null), row("closed", 99_000_000), row("open", -5_000_000)];
  expect(closingText(rows, all(61, 390_000_000), undefined)).toBe(
    "The three open risks above hold $150\u202fk; all 61 together: $3.9\u202fM of expected loss.",
  );
  expect(closingText(rows, all(3, 15_000_000), undefined)).toBe(
    "All three open risks together: $150\u202fk of expected loss.",
  );
  expect(closingText([row("open", 1_000_000)], all(2, 1_000_000), undefined)).toMatch(
    /^The one open risk above holds /,
  );
  expect(closingText([row("closed", 1)], all(2, 1_000_000), undefined)).toBe("");
});
