import { expect, test } from "vitest";
import {
  alertsSentence,
  lastingWords,
  previewSentence,
  rulesSentence,
  versionsSentence,
} from "@/domain/model/conclusion";

const asOf = new Date("2026-11-20T12:00:00Z");
const when = { asOf, timeZone: "UTC" };
const day = (text: string) => new Date(`2026-${text}T00:00:00Z`);
const alert = (openedAt: string, closedAt: string | null, level: "critical" | "warning" = "warning") => ({
  ...{ level, openedAt: day(openedAt), closedAt: closedAt ? day(closedAt) : null },
});

test("rules", () => {
  const quiet = { active: true, open: null, fired: [] };
  const firing = { active: true, open: { level: "critical" as const }, fired: [1] };
  expect(rulesSentence([])).toBe("No rule watches this model: nobody is told when it fails.");
  expect(rulesSentence([{ ...quiet, active: false }])).toBe("Every rule is disabled: nobody is told when it fails.");
  expect(rulesSentence([quiet, quiet])).toBe("None of two rules fired in the last year.");
  expect(rulesSentence([quiet, { ...quiet, fired: [1, 2] }])).toBe(
    "No rule fires now; one of two did in the last year.",
  );
  const fired = { ...quiet, fired: [1] };
  expect(rulesSentence([fired, fired, fired])).toBe("No rule fires now; all three did in the last year.");
  expect(rulesSentence([firing, quiet])).toBe("One of two rules fires now.");
});

test("alerts", () => {
  expect(alertsSentence([], when)).toBe("No alert was raised in the last year.");
  expect(alertsSentence([alert("11-03", null, "critical")], when)).toBe("One alert is open since 3\u00a0November.");
  expect(alertsSentence([alert("11-03", null, "critical"), alert("10-08", null)], when)).toBe(
    "Two alerts are open, the oldest since 8\u00a0October; one is critical.",
  );
  expect(alertsSentence([alert("10-08", "10-11"), alert("09-01", "11-02")], when)).toBe(
    "None is open; the last of two alerts closed on 2\u00a0November.",
  );
});

test("a stated day is the same day in the organisation's zone, an instant is not", () => {
  const there = { asOf, timeZone: "America/Chicago" };
  expect(alertsSentence([alert("11-03", null)], there)).toBe("One alert is open since 3\u00a0November.");
  const at = new Date("2026-11-03T02:00:00Z");
  expect(alertsSentence([{ level: "warning", openedAt: at, closedAt: null }], there)).toBe(
    "One alert is open since 2\u00a0November.",
  );
  expect(versionsSentence([{ label: "7", liveFrom: day("03-10"), liveTo: null }], there)).toContain("10\u00a0March");
});

test("how long something holds", () => {
  expect(lastingWords(day("11-03"), asOf)).toBe("17\u202fd");
  expect(lastingWords(day("11-20"), asOf)).toBe("today");
});

test("versions", () => {
  const versions = [
    { label: "7", liveFrom: day("03-10"), liveTo: null },
    { label: "6", liveFrom: day("01-10"), liveTo: day("03-10") },
  ];
  expect(versionsSentence(versions, when)).toBe(
    "Version 7 has been at work since 10\u00a0March; it replaced version 6.",
  );
  expect(versionsSentence([], when)).toBe("No version has been seen yet.");
});

test("what a rule would have said", () => {
  const episode = (opened: string, closed: string | null) => ({
    ...{ openedAt: day(opened), closedAt: closed ? day(closed) : null, worst: "critical" as const },
  });
  expect(previewSentence([], 90, when)).toBe("It would not have fired in the last 90 days.");
  expect(previewSentence([episode("03-01", "03-09")], 90, when)).toBe("It would not have fired in the last 90 days.");
  expect(previewSentence([episode("03-01", "03-09"), episode("10-02", "10-04")], 90, when)).toBe(
    "It would have fired once in the last 90 days, last on 2\u00a0October.",
  );
  expect(previewSentence([episode("10-02", "10-04"), episode("11-03", null)], 90, when)).toBe(
    "It would have fired twice in the last 90 days; since 3\u00a0November it would fire still.",
  );
});
