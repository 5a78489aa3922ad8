import { describe, expect, test } from "vitest";
import { findingText, type Report, reportLines } from "./report";
import { lateDays, sealHeadline, shortHash } from "./sentence";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const ok = { endedAt: new Date(), report: { found: 0 } };
const head = { day: "2026-11-20" };

describe("the chain in one sentence, the worst first", () => {
  test.for([
    [{ head, gaps: [], waiting: 0, check: ok }, "Every day to 20 Nov 2026 is sealed."],
    [
      { head: null, gaps: [], waiting: 0, check: null },
      "Nothing is sealed yet: the first day is sealed when it is over.",
    ],
    [{ head, gaps: [], waiting: 1, check: ok }, "One finished day waits for its seal."],
    [{ head, gaps: ["2026-11-01", "2026-11-02"], waiting: 3, check: ok }, "Two days are missing from the chain."],
    [
      { head, gaps: ["2026-11-01"], waiting: 3, check: { endedAt: new Date(), report: { found: 2 } } },
      "The record is not as it was sealed: two findings.",
    ],
  ] as const)("%j", ([standing, sentence]) => {
    expect(plain(sealHeadline(standing))).toBe(sentence);
  });
});

test("a hash in short, and how late a day was sealed", () => {
  expect(shortHash(`0123456789abcdef${"0".repeat(44)}beef`)).toBe("0123 4567 … beef");
  expect(lateDays("2026-11-18", new Date("2026-11-19T00:07:00Z"))).toBeNull();
  expect(lateDays("2026-11-18", new Date("2026-11-21T00:00:00Z"))).toBe(2);
});

const report: Report = {
  organisation: { id: "", slug: "acme", name: "Acme" },
  ...{ sample: false, madeAt: "", days: 1, leaves: 1204, first: "2026-11-20", seeded: 0, waiting: ["2026-11-21"] },
  head: { day: "2026-11-20", chain: "abc" },
  late: { count: 0, first: null },
  findings: [],
  found: 0,
};

test("a report says the conclusion first and nothing that is not so", () => {
  expect(reportLines(report).map(plain)).toEqual([
    "Acme (acme): the record is as it was sealed. One day sealed, 20 Nov 2026 to 20 Nov 2026, 1,204 entries.",
    "Head of the chain: 2026-11-20 abc",
    "Not sealed yet: 2026-11-21.",
  ]);
});

test("a finding names day, table, row and instant; what is not named is counted", () => {
  const place = { event: "open", table: "initiative", key: ["7"], at: "2026-11-18T10:00:00.123456+00:00" } as const;
  expect(findingText({ kind: "changed", day: "2026-11-18", place })).toBe(
    "2026-11-18 · initiative 7, version of 2026-11-18 10:00:00.123456 UTC, was changed after it was sealed.",
  );
  expect(findingText({ kind: "head", day: null })).toBe("The chain does not hold the hash you gave.");
  const lines = reportLines({ ...report, findings: [{ kind: "head", day: null }], found: 3 });
  expect(lines[0]).toContain("three findings");
  expect(lines[2]).toBe("  and 2 more");
});
