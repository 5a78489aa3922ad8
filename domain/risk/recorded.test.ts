import { describe, expect, test } from "vitest";
import { partDifference, riskDifferences } from "./recorded";

const names = new Map([
  ["m1", "N. Varga"],
  ["financial", "Financial"],
]);
const nameOf = (id: string) => names.get(id);
const row = { currency: "USD", title: "Compute outruns the budget", status: "open", kind: "threat", probability: 0.4 };

describe("what a version of a risk changed", () => {
  test("fields in words, money and shares as people read them", () => {
    const after = { ...row, owner_id: "m1", category: "financial", probability: 0.55, loss_likely: 25_000_000 };
    expect(riskDifferences(row, after, nameOf)).toEqual([
      { field: "category", label: "Category", from: null, to: "Financial" },
      { field: "owner_id", label: "Owner", from: null, to: "N. Varga" },
      { field: "probability", label: "Probability", from: "40\u202f%", to: "55\u202f%" },
      { field: "loss_likely", label: "Likely", from: null, to: "$0.25\u202fM" },
    ]);
  });

  test("figures that triggers keep are no edit, and a first version says what was stated", () => {
    expect(riskDifferences({ ...row, residual_score: 4 }, { ...row, residual_score: 20 }, nameOf)).toEqual([]);
    expect(riskDifferences(null, row, nameOf).map(({ field }) => field)).toEqual(["title", "probability"]);
  });

  test("parts come, change and go", () => {
    const control = { id: "c", name: "Double check", kind: "preventive", effectiveness: 0.6, tested_on: null };
    expect(partDifference("risk_control", { before: null, after: control }, nameOf)).toMatchObject({
      ...{ label: "Control", from: null, to: "Double check, preventive, 60\u202f%" },
    });
    expect(partDifference("risk_control", { before: control, after: { ...control, version: 2 } }, nameOf)).toBeNull();
    expect(partDifference("risk_control", { before: control, after: null }, nameOf)?.to).toBeNull();
    const tested = { ...control, tested_on: "2026-11-04" };
    expect(partDifference("risk_control", { before: control, after: tested }, nameOf)).toMatchObject({
      ...{ label: "Control “Double check”", from: "preventive, 60\u202f%" },
      to: "preventive, 60\u202f%, tested 4\u00a0Nov\u00a02026",
    });
    const renamed = { ...control, name: "Second reader" };
    expect(partDifference("risk_control", { before: control, after: renamed }, nameOf)).toMatchObject({
      ...{ label: "Control", from: "Double check, preventive, 60\u202f%", to: "Second reader, preventive, 60\u202f%" },
    });
    const made = { id: "a", kind: "residual", likelihood: 3, impact: 4, score: 20, severity: "red", automatic: true };
    expect(partDifference("risk_assessment", { before: null, after: made }, nameOf)).toMatchObject({
      ...{ label: "Residual score", to: "likelihood 4 × impact 5 = 20, red, automatic" },
    });
  });
});
