import { describe, expect, test } from "vitest";
import { readQuickRisk } from "./quick-add";

const faultsOf = (line: string) => {
  const read = readQuickRisk(line, "USD");
  return read.ok ? [] : read.faults;
};

describe("one line", () => {
  test("says cause, event, consequence, initiative, probability and loss", () => {
    expect(
      readQuickRisk("Lab release recoded lactate -> recall falls -> late treatment @AI-14 p40% $250k", "USD"),
    ).toEqual({
      ok: true,
      risk: {
        title: "Recall falls",
        cause: "Lab release recoded lactate",
        event: "recall falls",
        consequence: "late treatment",
        kind: "threat",
        initiativeCode: "AI-14",
        category: null,
        probability: 0.4,
        lossLow: null,
        lossLikely: 25_000_000,
        lossHigh: null,
        distribution: "fixed",
      },
    });
  });

  test("takes its title from before a colon, and words in any order", () => {
    const read = readQuickRisk(
      "$100k/$250k/$1.2M p0.05 #financial Compute: use grows → tokens pass the plan => overspend",
      "USD",
    );
    expect(read).toMatchObject({
      ok: true,
      risk: {
        title: "Compute",
        cause: "use grows",
        event: "tokens pass the plan",
        consequence: "overspend",
        category: "financial",
        probability: 0.05,
        lossLow: 10_000_000,
        lossLikely: 25_000_000,
        lossHigh: 120_000_000,
        distribution: "pert",
      },
    });
  });

  test("needs no more than a few words", () => {
    expect(readQuickRisk("staff use the old search", "USD")).toMatchObject({
      ok: true,
      risk: { title: "Staff use the old search", cause: null, event: null, probability: null, lossLikely: null },
    });
    expect(readQuickRisk("vendor fails -> five models stop", "USD")).toMatchObject({
      ok: true,
      risk: { title: "Vendor fails", cause: null, event: "vendor fails", consequence: "five models stop" },
    });
  });

  test("can be an opportunity, and counts in currencies without decimals", () => {
    expect(readQuickRisk("Opportunity: reuse the labels p30% JPY900k", "JPY")).toMatchObject({
      ok: true,
      risk: { kind: "opportunity", title: "Reuse the labels", lossLikely: 900_000 },
    });
  });

  test("a colon without arrows is part of the title", () => {
    expect(readQuickRisk("Vendor X: no agreement", "USD")).toMatchObject({
      ok: true,
      risk: { title: "Vendor X: no agreement" },
    });
  });
});

describe("what is wrong is said", () => {
  test.for([
    ["", "Say what might happen."],
    ["p40% $250k", "Say what might happen."],
    ["recall falls p140%", "“p140%” is no probability. Write one such as p40%."],
    ["recall falls p4x", "“p4x” is no probability. Write one such as p40%."],
    ["recall falls $12,34", "“$12,34” is no amount. Write one such as 250k or 1.2M."],
    ["recall falls €250k", "Amounts are in USD here, and “€250k” is not."],
    ["recall falls $1/$2", "“$1/$2” gives two amounts. Write one, or low/likely/high."],
    ["recall falls $3/$2/$1", "“$3/$2/$1”: low, likely and high must ascend."],
    ["a -> -> b", "An arrow leads nowhere: write cause -> event -> consequence."],
    ["a -> b -> c -> d", "More than two arrows: write cause -> event -> consequence, and the rest in the risk itself."],
    ["a @AI-1 @AI-2", "The line names more than one initiative."],
    ["a @ b", "After @ comes the code of an initiative."],
    ["a $90000000000b", "This amount is too large."],
  ] as const)("%s", ([line, fault]) => {
    expect(faultsOf(line)).toContain(fault);
  });

  test("all faults at once", () => {
    expect(faultsOf("a -> b p140% €5")).toHaveLength(2);
  });
});
