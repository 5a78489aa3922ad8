import { rate, stepName } from "@/domain/risk/matrix";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import type { PackData } from "./data";
import { type RiskFindings, risksSection } from "./risk-section";
import { AS_OF, PEOPLE, pick, SINCE, TIME_ZONE } from "./sample-rows";

const TITLES = [
  "Sepsis cases missed on wards",
  "No agreement covers the new model",
  "Compute outruns the budget",
  "Validation waits too long",
];
const MOST_MARKS = 300;
const LOSSES = [1_500_000, 6_000_000, 25_000_000, 90_000_000, 250_000_000];
const CHANCES = [0.03, 0.1, 0.25, 0.45, 0.7];

/** Risks in a fixed pattern over all cells, some of them moved or new since the earlier date. */
export function sampleRisks(many: number, title?: string): PackData["risks"] {
  const all = Array.from({ length: many }, (_, index) => {
    const [likelihood, impact] = [(index * 7) % 5, (index * 3 + Math.floor(index / 5)) % 5];
    const probability = pick(CHANCES, likelihood);
    const likely = pick(LOSSES, impact);
    return {
      ...{
        id: `risk-${String(index).padStart(6, "0")}`,
        code: `R-${String(index + 1).padStart(2, "0")}`,
        likelihood,
        impact,
        probability,
        likely,
      },
      ...{
        expected: Math.round(probability * likely),
        isNew: index % 9 === 4,
        moved: index % 7 === 3 && likelihood > 0,
      },
      ...rate(STARTING_MATRIX, likelihood, { financial: impact }),
    };
  }).sort((one, other) => other.expected - one.expected || (one.id < other.id ? -1 : 1));
  const whole = many <= MOST_MARKS;
  const side = (rows: typeof all): RiskFindings["now"] => ({
    totals: {
      open: rows.length,
      beyond: rows.filter(({ severity }) => severity === "red").length,
      unstated: 0,
      expected: rows.reduce((sum, { expected }) => sum + expected, 0),
      raised: 0,
    },
    risks: rows.slice(0, 60).map(({ id, probability, likely }) => ({
      ...{
        id,
        kind: "threat",
        probability,
        low: likely,
        likely,
        high: likely,
        distribution: "fixed",
        correlationGroup: null,
      },
    })),
    left: rows.slice(60).reduce((sum, { expected }) => sum + expected, 0),
  });
  const cells = STARTING_MATRIX.likelihoods.flatMap((_, likelihood) =>
    STARTING_MATRIX.impacts.map((__, impact) => ({
      ...{ likelihood, impact },
      count: all.filter((each) => each.likelihood === likelihood && each.impact === impact).length,
    })),
  );
  const marked = whole
    ? all
    : cells.flatMap(({ likelihood, impact }) =>
        all.filter((each) => each.likelihood === likelihood && each.impact === impact).slice(0, 5),
      );
  return risksSection(
    {
      ...{ now: side(all), before: side(all.filter(({ isNew }) => !isNew)), definition: STARTING_MATRIX, cells, whole },
      ...{
        tolerances: ["yellow"],
        currency: "USD",
        limit: { amount: 500_000_000, chance: 0.1 },
        seed: "sample",
        withheld: 1,
      },
      marks: marked.map(({ id, code, likelihood, impact, severity, isNew, moved }) => ({
        ...{ id, code, likelihood, impact, severity, isNew },
        from: moved && !isNew ? { likelihood: likelihood - 1, impact } : null,
      })),
      rows: all.slice(0, 10).map((row, index) => ({
        ...{ code: row.code, score: row.score, severity: row.severity, expected: row.expected, isNew: row.isNew },
        title: title ?? `${pick(TITLES, index)}, ${stepName(STARTING_MATRIX.impacts, row.impact)}`,
        owner: index % 6 === 5 ? null : pick(PEOPLE, index),
        before: row.isNew ? null : row.moved ? row.score - row.impact - 1 : row.score,
        response: pick(["Reduce. Fix live, 1 Dec 2026.", "Avoid. Counsel holds an agreed draft.", "Accept."], index),
        ask: pick(["Back the response", "None", "An action is overdue", "Note"], index),
      })),
      highestOther: all[10]?.score ?? null,
      opened: {
        codes: all
          .filter(({ isNew }) => isNew)
          .slice(0, 4)
          .map(({ code }) => code),
        count: all.filter(({ isNew }) => isNew).length,
      },
      closed: { codes: ["R-26"], count: 1 },
    },
    { since: SINCE, asOf: AS_OF, timeZone: TIME_ZONE },
  );
}
