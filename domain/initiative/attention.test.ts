import { describe, expect, test } from "vitest";
import { type AttentionFacts, attentionOf, attentionSentence, lookFrom } from "./attention";

const at = new Date("2026-11-20T12:00:00Z");
const calm: AttentionFacts = {
  stage: "pilot",
  targetOn: "2026-12-01",
  hasOwner: true,
  updatedAt: new Date("2026-11-19T12:00:00Z"),
  archived: false,
  models: [],
  risks: [],
  riskLimits: { tolerance: true, months: 1, days: 14 },
};
const look = (facts: Partial<AttentionFacts>, timeZone = "UTC") =>
  attentionOf({ ...calm, ...facts }, lookFrom(at, timeZone));
const kinds = (facts: Partial<AttentionFacts>) => look(facts).reasons.map(({ reason }) => reason);

describe("attentionOf", () => {
  test("says nothing of an initiative that is on its way", () => {
    expect(look({})).toEqual({ status: "good", reasons: [] });
    expect(attentionSentence(look({}))).toBe("Nothing needs attention.");
  });

  test("counts a target date from the day after it, until it is reached", () => {
    expect(kinds({ targetOn: "2026-11-20" })).toEqual([]);
    expect(look({ targetOn: "2026-11-19" }).reasons[0]).toMatchObject({
      reason: "target_past",
      standing: "bad",
      days: 1,
    });
    expect(kinds({ targetOn: "2026-01-01", stage: "production" })).toEqual([]);
    expect(kinds({ targetOn: "2026-01-01", stage: null })).toEqual(["target_past"]);
    expect(look({ targetOn: "2026-11-08" }).reasons[0]?.words).toBe("Target 8\u00a0Nov\u00a02026 passed 12\u202fd ago");
  });

  test("takes the organisation's own day", () => {
    const evening = lookFrom(new Date("2026-11-21T02:00:00Z"), "America/Los_Angeles");
    expect(attentionOf({ ...calm, targetOn: "2026-11-20" }, evening).reasons).toEqual([]);
  });

  test("is quiet only after more than 30 whole days", () => {
    const back = (days: number) => new Date(at.getTime() - days * 86_400_000);
    expect(kinds({ updatedAt: back(30.9) })).toEqual([]);
    expect(look({ updatedAt: back(31) })).toMatchObject({ status: "stale", reasons: [{ days: 31 }] });
  });

  test("names each model outside its limits, the worst first", () => {
    const model = (health: "critical" | "warning" | "no_data" | "inside" | "not_measured", name: string) => ({
      id: name,
      name,
      health,
      since: new Date("2026-11-03T06:00:00Z"),
    });
    const found = look({
      hasOwner: false,
      models: [
        model("warning", "A"),
        model("inside", "B"),
        model("no_data", "C"),
        model("critical", "D"),
        model("not_measured", "E"),
      ],
    });
    expect(found.status).toBe("bad");
    expect(found.reasons.map(({ reason, model }) => [reason, model?.name])).toEqual([
      ["model_critical", "D"],
      ["model_no_data", "C"],
      ["model_warning", "A"],
      ["no_owner", undefined],
    ]);
    expect(found.reasons[0]).toMatchObject({ words: "Model D is critical since 3\u00a0Nov\u00a02026", days: 17 });
  });

  test("names the gravest risk of each reason, counts the others, and keeps their terms", () => {
    const risk = {
      ...{ code: "R-31", title: "Late treatment", kind: "threat" as const, proximityOn: "2026-12-05" },
      residual: {
        ...{ severity: "red" as const, score: 20 },
        likelihood: { name: "likely", place: 4 },
        impact: { name: "severe", place: 5 },
      },
      appetite: {
        ...{ category: "patient_safety", name: "Patient safety", stance: "averse" as const, note: null },
        tolerance: "green" as const,
      },
      ...{ accepted: null, overdue: null, raised: null },
    };
    const found = look({
      risks: [
        { reason: "risk_beyond", count: 3, risks: [risk] },
        { reason: "risk_imminent", count: 1, risks: [risk] },
        { reason: "response_overdue", count: 1, risks: [risk] }, // nothing is overdue: the rule decides, not the list
      ],
    });
    expect(found.status).toBe("bad");
    expect(found.reasons.map(({ reason, words }) => [reason, words])).toEqual([
      ["risk_imminent", "R-31 Late treatment is red and may come true on 5\u00a0Dec\u00a02026"],
      ["risk_beyond", "R-31 Late treatment is red, tolerance green, and two more"],
    ]);
    expect(found.reasons[1]?.risks).toEqual({
      found: [
        {
          ...{ code: "R-31", title: "Late treatment" },
          because:
            "Residual likely 4 × severe 5 = 20 is red; the tolerance for patient safety is green (averse): three classes beyond it.",
        },
      ],
      more: 2,
    });
  });

  test("asks nothing of what is archived or retired", () => {
    const bad = { targetOn: "2026-01-01", hasOwner: false };
    expect(look({ ...bad, archived: true }).status).toBe("good");
    expect(look({ ...bad, stage: "retired" }).reasons).toEqual([]);
  });
});
