import { describe, expect, test } from "vitest";
import { type RiskFacts, type RiskLimits, riskReasons } from "./attention";
import { RISK_REASONS } from "./reason";
import { SEVERITIES, type Severity } from "./severity";

const residual = (severity: Severity, score: number) => ({
  ...{ severity, score },
  likelihood: { name: "likely", place: 4 },
  impact: { name: "severe", place: 5 },
});
const appetite = (tolerance: Severity) => ({
  ...{ category: "financial", name: "Financial", stance: "balanced" as const, tolerance, note: null },
});
const calm: RiskFacts = {
  ...{ code: "R-1", title: "Costs rise", kind: "threat" as const },
  residual: residual("yellow", 6),
  appetite: appetite("yellow"),
  ...{ proximityOn: null, accepted: null, overdue: null, raised: null },
};
const limits = { tolerance: true, months: 1, days: 14 };
const look = { ...limits, today: "2026-11-20", timeZone: "UTC" };
const found = (facts: Partial<RiskFacts>, at: RiskLimits & Pick<typeof look, "today" | "timeZone"> = look) =>
  riskReasons({ ...calm, ...facts }, at).map((each) => each.reason);

describe("why a risk asks for attention", () => {
  test("nothing within tolerance, far away, and on time", () => {
    expect(found({})).toEqual([]);
    expect(found({ residual: null, appetite: null })).toEqual([]);
  });

  test("tolerance: from the first class above it, unless a running acceptance covers it", () => {
    const red = { residual: residual("red", 20) };
    expect(found(red)).toEqual(["risk_beyond"]);
    expect(found({ ...red, kind: "opportunity" })).toEqual([]);
    expect(found({ ...red, appetite: null })).toEqual([]);
    const accepted = { severity: "red" as const, score: 20, expiresOn: "2026-11-20" };
    expect(found({ ...red, accepted })).toEqual([]);
    expect(found({ ...red, accepted: { ...accepted, expiresOn: "2026-11-19" } })).toEqual([
      "risk_beyond",
      "acceptance_lapsed",
    ]);
    expect(found({ ...red, accepted: { ...accepted, score: 16 } })).toEqual(["risk_beyond", "acceptance_lapsed"]);
  });

  test("imminent: red and less than a month away", () => {
    const red = { residual: residual("red", 20), appetite: null };
    expect(found({ ...red, proximityOn: "2026-12-19" })).toEqual(["risk_imminent"]);
    expect(found({ ...red, proximityOn: "2026-12-20" })).toEqual([]);
    expect(found({ residual: residual("amber", 20), appetite: null, proximityOn: "2026-11-21" })).toEqual([]);
  });

  test("a response counts after more than 14 days, a breach while it lasts", () => {
    expect(found({ overdue: { title: "Fix", dueOn: "2026-11-06" } })).toEqual([]);
    expect(found({ overdue: { title: "Fix", dueOn: "2026-11-05" } })).toEqual(["response_overdue"]);
    expect(found({ raised: { steps: 1, since: "2026-11-03T06:00:00Z" } })).toEqual(["risk_raised"]);
  });

  test("a rule that is switched off gives no reason", () => {
    const off = { ...look, tolerance: false, months: null, days: null };
    const all = {
      residual: residual("red", 20),
      proximityOn: "2026-11-01",
      overdue: { title: "Fix", dueOn: "2020-01-01" },
    };
    expect(found(all)).toEqual(["risk_imminent", "risk_beyond", "response_overdue"]);
    expect(found(all, off)).toEqual([]);
  });

  test("a worse class never takes a reason away", () => {
    for (const tolerance of SEVERITIES)
      for (const proximityOn of [null, "2026-11-30", "2027-11-30"])
        SEVERITIES.forEach((severity, at) => {
          const milder = SEVERITIES[at - 1];
          if (!milder) return;
          const facts = { appetite: appetite(tolerance), proximityOn };
          const worse = found({ ...facts, residual: residual(severity, at * 5 + 5) });
          for (const reason of found({ ...facts, residual: residual(milder, at * 5) })) expect(worse).toContain(reason);
        });
    expect(RISK_REASONS).toHaveLength(5);
  });
});
