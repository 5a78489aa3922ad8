import { describe, expect, test } from "vitest";
import { condenseEdits, countedSentence, type EditRow, editsConclusion } from "./edits";

const edit = (code: string, field: string, from: string | null, to: string | null, day: number): EditRow => ({
  ...{ code, title: `Initiative ${code}`, field, from, to, by: "Robin Vale", reason: `Reason ${day}` },
  at: new Date(Date.UTC(2026, 10, day)).toISOString(),
});

const rows = [
  edit("A-1", "Target date", "1 Mar", "1 May", 20),
  edit("A-2", "Outcome", "Less", "Much less", 19),
  edit("A-1", "Outcome", "Fewer", "Far fewer", 18),
  edit("A-1", "Target date", "1 Feb", "1 Mar", 17),
  edit("A-3", "Owner", "Jo", "Sam", 16),
  edit("A-1", "Outcome", null, "Fewer", 15),
  edit("A-2", "Tier", "2", "1", 14),
  edit("A-3", "Owner", "Sam", "Jo", 13),
  edit("A-2", "Funding source", "Capital", "Grant", 12),
  edit("A-2", "Problem", "Slow", "Too slow", 11),
];

describe("a list of edits is condensed", () => {
  const condensed = condenseEdits(rows);
  test("under each initiative a field stands once, from what it was first to what it is last", () => {
    expect(
      condensed.groups.map(({ code, edits }) => [
        code,
        edits.map(({ field, from, to, times }) => [field, from, to, times]),
      ]),
    ).toEqual([
      ["A-1", [["Target date", "1 Feb", "1 May", 2]]],
      [
        "A-2",
        [
          ["Tier", "2", "1", 1],
          ["Funding source", "Capital", "Grant", 1],
        ],
      ],
    ]);
    expect(condensed.groups[0]?.edits[0]).toMatchObject({ reason: "Reason 20", at: "2026-11-20T00:00:00.000Z" });
  });

  test("what describes or was set back is counted, and no edit is lost", () => {
    expect(condensed.counted).toEqual([
      { field: "Outcome", times: 3, codes: ["A-1", "A-2"] },
      { field: "Owner", times: 2, codes: ["A-3"] },
      { field: "Problem", times: 1, codes: ["A-2"] },
    ]);
    const counted = condensed.counted.reduce((sum, { times }) => sum + times, 0);
    expect(condensed.listed + counted).toBe(rows.length);
    expect(countedSentence(condensed, 1)).toBe(
      "6 more edits: outcome of A-1 and 1 more; owner of A-3; problem of A-2.",
    );
  });

  test("the conclusion says both, or that there is nothing", () => {
    expect(editsConclusion(condensed)).toBe(
      "Dates, people, stages and own fields changed in two initiatives; six edits of details are counted below.",
    );
    expect(editsConclusion(condenseEdits(rows.slice(1, 2)))).toBe(
      "No date, person or stage was edited; one edit of details is counted below.",
    );
    expect(countedSentence(condenseEdits([]), 9)).toBeNull();
  });
});
