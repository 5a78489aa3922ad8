import { expect, test } from "vitest";
import { logHeadline } from "./headline";

const counts = (yes: number, no: number) => [
  { value: "yes", label: "yes", count: yes },
  { value: "no", label: "no", count: no },
];

test("the log opens with what waits", () => {
  expect(logHeadline(counts(2, 12))).toBe("Two of 14 open entries are past their date.");
  expect(logHeadline(counts(1, 12))).toBe("One of 13 open entries is past its date.");
  expect(logHeadline(counts(3, 0))).toBe("All three open entries are past their date.");
  expect(logHeadline(counts(0, 7))).toBe("Seven entries are open; none is past its date.");
  expect(logHeadline(counts(0, 1))).toBe("One entry is open; none is past its date.");
  expect(logHeadline(counts(0, 0))).toBe("Nothing in the log is open.");
});
