import { describe, expect, test } from "vitest";
import {
  capSentence,
  changesHeadline,
  changesStandfirst,
  countsConclusion,
  movesConclusion,
  portfolioHeadline,
  portfolioStandfirst,
  QUIET,
  sinceSentence,
  stageConclusion,
  summaryHeadline,
  withheldNote,
  withheldSentence,
} from "./sentence";

const none = { bad: 0, stale: 0, watch: 0, good: 0 };
const period = {
  since: new Date("2026-10-22T06:00:00Z"),
  asOf: new Date("2026-11-20T06:00:00Z"),
  timeZone: "America/New_York",
};

describe("the headline says models first, then the portfolio", () => {
  test.each([
    [
      { live: 9, outside: 2, noData: 1 },
      { bad: 3, stale: 2, watch: 8, good: 32 },
      "Two of nine live models are outside their limits, and three of 45 initiatives are off track.",
    ],
    [
      { live: 9, outside: 1, noData: 0 },
      { bad: 1, stale: 0, watch: 0, good: 0 },
      "One of nine live models is outside its limits, and the one initiative is off track.",
    ],
    [
      { live: 9, outside: 0, noData: 0 },
      { ...none, good: 12 },
      "All nine live models are inside their limits, and all twelve initiatives are on track.",
    ],
    [
      { live: 2, outside: 0, noData: 1 },
      { ...none, watch: 1, good: 12 },
      "No live model is outside its limits, but one sends no data, and no initiative is off track.",
    ],
    [
      { live: 0, outside: 0, noData: 0 },
      { ...none, good: 1 },
      "No live model is measured yet, and the one initiative is on track.",
    ],
    [{ live: 0, outside: 0, noData: 0 }, none, "No initiative and no live model is recorded yet."],
    [
      { live: 3, outside: 0, noData: 3 },
      none,
      "All three live models send no data, and no initiative is recorded yet.",
    ],
  ])("%o %o", (models, counts, headline) => {
    expect(summaryHeadline(models, counts)).toBe(headline);
  });
});

describe("changes since a date", () => {
  const busy = { ...QUIET, forward: 3, back: 1, added: 2, alertsOpened: 1, fields: 63, initiatives: 14 };

  test("are counted in one sentence", () => {
    expect(sinceSentence(busy, period)).toBe(
      "Since 22\u00a0October three initiatives moved forward, one moved back, two were added and one alert opened.",
    );
    expect(changesHeadline({ ...QUIET, archived: 1, alertsClosed: 2, fields: 1, initiatives: 1 }, period)).toBe(
      "One initiative was archived and two alerts closed since 22\u00a0October.",
    );
    expect(changesStandfirst(busy)).toBe(
      "63 fields in 14 initiatives were edited. Dates, people and stages are listed with author and reason, details are counted.",
    );
  });

  test("none is said as none", () => {
    expect(sinceSentence(QUIET, period)).toBe("No change was recorded since 22\u00a0October.");
    expect(changesHeadline(QUIET, period)).toBe("No change was recorded since 22\u00a0October.");
    expect(changesStandfirst(QUIET)).toBe("No field of an initiative was edited.");
    expect(movesConclusion(QUIET)).toBe("No initiative changed its stage.");
  });

  test("details alone are said as such", () => {
    const details = { ...QUIET, fields: 1, initiatives: 1 };
    expect(sinceSentence(details, period)).toBe(
      "Since 22\u00a0October only details changed: one field in one initiative.",
    );
    expect(changesHeadline(details, period)).toBe("Only details changed since 22\u00a0October.");
  });

  test("the first pack has nothing to compare with", () => {
    expect(changesHeadline(busy, { ...period, since: null })).toBe(
      "This is the first pack: there is no earlier date to compare with.",
    );
  });

  test("moves and measures are weighed", () => {
    expect(movesConclusion({ ...QUIET, forward: 3 })).toBe("Three moves forward, none back.");
    expect(movesConclusion({ ...QUIET, forward: 2, back: 1 })).toBe("Two forward, one back.");
    const lower = (before: number, now: number) => ({ before, now, better: "lower" as const });
    expect(countsConclusion([lower(1, 1), { before: 1, now: 9, better: "neither" }])).toBe(
      "No measure got better or worse.",
    );
    expect(countsConclusion([lower(1, 2), lower(0, 1), lower(3, 3)])).toBe(
      "Two of three measures got worse, none better.",
    );
    expect(countsConclusion([lower(1, 2), { before: 1, now: 2, better: "higher" }])).toBe(
      "One measure got worse, one better.",
    );
  });
});

describe("the portfolio", () => {
  test("counts what is not on track", () => {
    expect(portfolioHeadline({ bad: 3, stale: 1, watch: 8, good: 33 })).toBe(
      "33 of 45 initiatives are on track; three are off track, one has no fresh data and eight are on watch.",
    );
    expect(portfolioHeadline({ ...none, good: 45 })).toBe("All 45 initiatives are on track.");
    expect(portfolioHeadline(none)).toBe("No initiative is recorded yet.");
  });

  test("names the most frequent reasons", () => {
    expect(portfolioStandfirst({ target_past: 3, no_owner: 7 }, 45)).toBe(
      "The most frequent reason is no owner, in seven initiatives, then a target date in the past, in three.",
    );
    expect(withheldNote({ total: 43, withheld: 1 })).toBe("43 of 44; 1 restricted initiative is not in this pack");
    expect(withheldNote({ total: 43, withheld: 0 })).toBeNull();
    expect(withheldSentence({ total: 43, withheld: 1 })).toBe(
      "43 of 44 active initiatives are in this pack; one restricted initiative is not.",
    );
    expect(withheldSentence({ total: 0, withheld: 2 })).toBe(
      "None of two active initiatives are in this pack; two restricted initiatives are not.",
    );
    expect(withheldSentence({ total: 5, withheld: 0 })).toBeNull();
    expect(portfolioStandfirst({}, 45)).toBe("No initiative has a reason for attention.");
  });

  test("a cut list says so", () => {
    expect(capSentence(200, 10_000)).toBe("The first 200 of 10,000; the rest are in the register.");
    expect(capSentence(45, 45)).toBeNull();
  });

  test("the fullest stage is named", () => {
    expect(
      stageConclusion([
        { label: "Idea", count: 3 },
        { label: "Validation", count: 7 },
      ]),
    ).toBe("Validation holds the most: seven.");
    expect(stageConclusion([{ label: "Idea", count: 0 }])).toBe("No initiative is recorded yet.");
  });
});
