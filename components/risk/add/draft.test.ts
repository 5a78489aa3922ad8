import { describe, expect, test } from "vitest";
import { emptyRisk, readDraft } from "./draft";

describe("the form of a new risk", () => {
  test("only a title is needed", () => {
    const read = readDraft({ ...emptyRisk(), title: "Compute outruns the budget" }, "USD");
    expect(read).toMatchObject({
      ok: true,
      risk: { title: "Compute outruns the budget", cause: null, probability: null },
    });
  });

  test("amounts and shares are read as people write them", () => {
    const draft = { ...emptyRisk(), title: "T", probability: "40 %", distribution: "pert" as const };
    expect(readDraft({ ...draft, lossLow: "100k", lossLikely: "250k", lossHigh: "$0.9M" }, "USD")).toMatchObject({
      ok: true,
      risk: { probability: 0.4, lossLow: 10_000_000, lossLikely: 25_000_000, lossHigh: 90_000_000 },
    });
  });

  test("each field says what is wrong with it", () => {
    const place = { noun: "initiative" as const, id: "", name: "" };
    const draft = { ...emptyRisk(place), probability: "140", lossLikely: "much", strategy: "exploit" };
    const read = readDraft(draft, "USD");
    expect(read.ok ? {} : read.faults).toMatchObject({
      ...{ title: "Give a title.", probability: "Give a percentage from 0 to 100." },
      ...{ place: "Choose one, or the whole portfolio.", lossLikely: expect.stringContaining("much") },
    });
    const uneven = { ...emptyRisk(), title: "T", distribution: "pert" as const, lossLikely: "5k" };
    const other = readDraft(uneven, "USD");
    expect(other.ok ? {} : other.faults).toMatchObject({ lossLow: "This spread needs all three." });
  });
});
