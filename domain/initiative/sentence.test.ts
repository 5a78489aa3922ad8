import { describe, expect, test } from "vitest";
import { ATTENTION_REASONS, type AttentionReason } from "../pack/standing";
import { durationWords, initiativeHeadline, registerHeadline, registerLead, standsSentence } from "./sentence";

const cell = (standing: "good" | "bad" | "stale" | "watch", count: number, stage: "build" | "retired" = "build") => ({
  stage,
  standing,
  count,
});

describe("registerHeadline", () => {
  test.each([
    [[], false, "No initiative is recorded yet."],
    [[], true, "No initiative matches these conditions."],
    [[cell("good", 3)], false, "None of three active initiatives needs attention."],
    [[cell("good", 1)], false, "The one active initiative needs no attention."],
    [[cell("bad", 1)], false, "The one active initiative is off track."],
    [[cell("good", 2, "retired")], true, "Both initiatives shown are retired."],
    [
      [cell("good", 30), cell("bad", 3), cell("stale", 1), cell("watch", 2), cell("good", 5, "retired")],
      false,
      "Six of 36 active initiatives need attention, three of them off track.",
    ],
    [[cell("good", 9), cell("bad", 1)], true, "One of ten initiatives shown is off track."],
  ])("%#", (cells, filtered, words) => {
    expect(registerHeadline(cells, filtered)).toBe(words);
  });
});

const reason = (words: string, standing: "bad" | "watch") => ({
  reason: "target_past" as const,
  standing,
  words,
  days: 1,
  model: null,
  risks: null,
});

test("the lead names the worst and counts the reasons", () => {
  const none = Object.fromEntries(ATTENTION_REASONS.map((name) => [name, 0])) as Record<AttentionReason, number>;
  expect(registerLead(none, [])).toBe("");
  expect(registerLead(none, [], 1)).toBe("One retired initiative is listed too.");
  expect(
    registerLead({ ...none, target_past: 3, no_owner: 1 }, [
      { title: "Triage", reasons: [reason("Target 8 Nov 2026 passed 12 d ago", "bad")] },
    ]),
  ).toBe("Triage: target 8 Nov 2026 passed 12 d ago. Three are past their target dates and one has no owner.");
});

test("the headline of a page says how it stands and why", () => {
  const page = {
    title: "Triage",
    stage: "pilot" as const,
    archivedAt: null,
    attention: { status: "good" as const, reasons: [] },
  };
  expect(initiativeHeadline(page)).toBe("Triage stands at pilot and is on track.");
  expect(initiativeHeadline({ ...page, stage: null })).toBe("Triage is on track; its stage is not stated.");
  expect(initiativeHeadline({ ...page, archivedAt: new Date() })).toBe("Triage is archived.");
  const bad = {
    status: "bad" as const,
    reasons: [reason("Target passed", "bad"), reason("Model X is critical", "bad"), reason("Other", "watch")],
  };
  expect(initiativeHeadline({ ...page, attention: bad })).toBe(
    "Triage is off track: target passed, and model X is critical.",
  );
  const risky = { status: "bad" as const, reasons: [reason("R-31 Late alarms is red", "bad")] };
  expect(initiativeHeadline({ ...page, attention: risky })).toBe("Triage is off track: R-31 Late alarms is red.");
});

test("durations read as people say them", () => {
  const after = (days: number) => durationWords(new Date(0), new Date(days * 86_400_000));
  expect([0, 1, 13, 14, 60, 61, 340, 731].map(after)).toEqual([
    "less than a day",
    "one day",
    "13 days",
    "two weeks",
    "eight weeks",
    "two months",
    "eleven months",
    "two years",
  ]);
});

test("where it stands counts the stages behind it, each once", () => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  const stay = (stage: "idea" | "build" | "pilot", from: number, to: number | null) => ({
    stage,
    from: at(from),
    to: to === null ? null : at(to),
    reason: null,
    by: null,
  });
  expect(standsSentence([], at(9))).toBe("No stage has been stated yet.");
  expect(standsSentence([stay("idea", 1, null)], at(9))).toBe("Eight days at idea, its first recorded stage.");
  expect(
    standsSentence([stay("idea", 1, 2), stay("build", 2, 3), stay("idea", 3, 4), stay("pilot", 4, null)], at(9)),
  ).toBe("Five days at pilot, two stages behind it.");
  expect(standsSentence([stay("idea", 1, 2)], at(9))).toBe("Its stage is no longer stated.");
});
