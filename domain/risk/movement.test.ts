import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moneyText } from "./money-text";
import {
  compareRegisters,
  exposureMoved,
  heatSentence,
  movedSentence,
  movementText,
  type RegisterLine,
} from "./movement";
import { proximityOf, proximityText } from "./proximity";
import { SEVERITIES, type Severity } from "./severity";

const LIKELY = ["rare", "unlikely", "possible", "likely", "almost certain"];
const IMPACT = ["minor", "moderate", "serious", "major", "severe"];
const line = (
  id: string,
  severity: Severity,
  likelihood: number,
  impact: number,
  given: Partial<RegisterLine> = {},
): RegisterLine => ({
  ...{ id, code: `R-${id}`, title: `Risk ${id}`, status: "open" as const, expected: 100_000_00 },
  residual: {
    ...{ matrixVersionId: "m1", severity, score: likelihood * impact },
    likelihood: { name: LIKELY[likelihood - 1] ?? "", place: likelihood },
    impact: { name: IMPACT[impact - 1] ?? "", place: impact },
  },
  ...given,
});
const spoken = { since: new Date("2026-10-22T12:00:00Z"), now: new Date("2026-11-20T12:00:00Z"), timeZone: "UTC" };
const day = "22\u00a0October";

describe("what moved", () => {
  const before = [
    line("31", "amber", 3, 5, { title: "Sepsis cases missed on wards", expected: 36_000_000 }),
    line("58", "amber", 3, 4),
    line("38", "yellow", 3, 3),
    line("12", "amber", 4, 3),
    line("40", "green", 1, 1),
    line("41", "green", 1, 1, { status: "closed" }),
  ];
  const after = [
    line("31", "red", 4, 5, { title: "Sepsis cases missed on wards", expected: 110_000_000 }),
    line("58", "red", 4, 4),
    line("38", "amber", 4, 3),
    line("12", "yellow", 3, 3),
    line("40", "green", 1, 1, { status: "closed" }),
    line("41", "green", 1, 1, { status: "closed" }),
    line("63", "amber", 3, 4),
  ];
  const register = compareRegisters(before, after);

  test("in one sentence, and each in its own", () => {
    expect(register.movements.map(({ kind }) => kind)).toEqual(["up", "up", "up", "down", "closed", "none", "new"]);
    expect(movedSentence(register, spoken)).toBe(
      `Since ${day} two turned red, one grew graver short of red, one eased, one is new and one closed.`,
    );
    expect(heatSentence(register)).toBe("Three moved up and one down; two of them turned red.");
    const [sepsis, , , , closed, , fresh] = register.movements;
    if (!sepsis || !closed || !fresh) throw new Error("a movement is missing");
    expect(movementText(sepsis, "USD")).toBe(
      "Sepsis cases missed on wards: possible → likely, still severe. Score 15 → 20, expected loss $0.36\u202fM → $1.10\u202fM.",
    );
    expect(movementText(closed, "USD")).toBe("Risk 40: closed, rare and minor, score 1, expected loss $0.10\u202fM.");
    expect(movementText(fresh, "USD")).toBe("Risk 63: new, possible and major, score 12, expected loss $0.10\u202fM.");
    expect(exposureMoved(register, "USD", spoken)).toBe(
      `Expected loss is $1.50\u202fM, $0.74\u202fM more than on ${day}, over five open risks.`,
    );
  });

  test("nothing moved is said", () => {
    const same = compareRegisters(before, before);
    expect(movedSentence(same, spoken)).toBe(`Since ${day} no risk moved.`);
    expect(heatSentence(same)).toBe("No risk moved to a graver or a milder place.");
  });

  test("scores of another matrix are not compared, classes are", () => {
    const residual = { ...line("1", "amber", 2, 2).residual, matrixVersionId: "m2" } as RegisterLine["residual"];
    const [same] = compareRegisters([line("1", "amber", 3, 4)], [line("1", "amber", 2, 2, { residual })]).movements;
    expect(same?.kind).toBe("none");
    const graver = compareRegisters([line("1", "yellow", 3, 4)], [line("1", "amber", 2, 2, { residual })]).movements[0];
    expect(graver?.kind).toBe("up");
    expect(graver && movementText(graver, "USD")).toBe(
      "Risk 1: yellow → amber, rated on another matrix since, so scores are not compared.",
    );
  });

  test("every open risk is counted once, and turning back undoes the movement", () => {
    const cells = fc.record({
      severity: fc.constantFrom(...SEVERITIES),
      likelihood: fc.integer({ min: 1, max: 5 }),
      impact: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, cells), { maxLength: 20 }), (pairs) => {
        const side = (which: 0 | 1) =>
          pairs.map((pair, at) => line(`${at}`, pair[which].severity, pair[which].likelihood, pair[which].impact));
        const [there, back] = [compareRegisters(side(0), side(1)), compareRegisters(side(1), side(0))];
        const count = (all: typeof there, kind: string) => all.movements.filter((each) => each.kind === kind).length;
        expect(count(there, "up")).toBe(count(back, "down"));
        expect(count(there, "down")).toBe(count(back, "up"));
        expect(count(there, "up") + count(there, "down") + count(there, "none")).toBe(pairs.length);
        for (const each of there.movements) if (each.turnedRed) expect(each.kind).toBe("up");
      }),
    );
  });
});

test("proximity bands end where the next begins", () => {
  const on = (date: string | null) => proximityOf(date, "2026-11-20");
  expect(
    ["2026-11-03", "2026-12-19", "2026-12-20", "2027-02-19", "2027-02-20", "2027-11-19", "2027-11-20"].map(on),
  ).toEqual(["imminent", "imminent", "near", "near", "medium", "medium", "far"]);
  expect(on(null)).toBeNull();
  expect([
    proximityText("2026-11-03", "2026-11-20"),
    proximityText("2027-01-31", "2026-11-20"),
    proximityText(null, "2026-11-20"),
  ]).toEqual(["Now", "In 72 days", "No date given"]);
});

test("money in a sentence", () => {
  expect([110_000_000, 2_500_000, 94_000, -20_000_000, 0].map((minor) => moneyText(minor, "USD"))).toEqual([
    "$1.10\u202fM",
    "$25\u202fk",
    "$940",
    "\u2212$0.20\u202fM",
    "$0",
  ]);
  expect(moneyText(5_000_000, "JPY")).toBe("¥5.00\u202fM");
});
