import { fieldedNoun } from "../../import/fielded";
import type { Contradiction } from "../../import/noun";
import { IMPORT_WORDS } from "../../import/words";
import { FAULTS, sizesInOrder } from "../input";
import { probabilityAt } from "../matrix";
import { RISK_STATUS_LABELS, STRATEGIES_OF, STRATEGY_LABELS, strategyFits } from "../response";
import { CHOICES, riskCells } from "./cells";
import { settleOwn, settlePlace } from "./place";
import { type Rating, settleRating } from "./rating";
import { copyRisk, type ExistingRisk, emptyRisk, type RiskValues, type RiskWorld } from "./values";

const THREE = ["lossLow", "lossLikely", "lossHigh"] as const;

function settleSizes(next: RiskValues, was: RiskValues | null, said: ReadonlySet<string>): Contradiction[] {
  const isWhole = THREE.every((key) => next[key] !== null);
  const changes = !was || THREE.some((key) => next[key] !== was[key]);
  if (isWhole && changes && next.distribution === "fixed" && !said.has("distribution")) next.distribution = "pert";
  if (!isWhole && next.distribution !== "fixed") {
    if (!said.has("distribution") || was?.distribution === next.distribution) next.distribution = "fixed";
    else {
      const reason = "Triangular and PERT need a low, a likely and a high figure.";
      return [{ keys: ["distribution", ...THREE], value: null, reason, cure: "Fill all three, or write Fixed." }];
    }
  }
  if (sizesInOrder(next)) return [];
  return [
    { keys: ["lossHigh", "lossLow", "lossLikely"], value: null, reason: FAULTS.sizes, cure: "Correct one of them." },
  ];
}

function settleStrategy({ kind, strategy }: RiskValues): Contradiction[] {
  if (strategyFits(kind, strategy)) return [];
  const fitting = STRATEGIES_OF[kind].map((one) => STRATEGY_LABELS[one]).join(", ");
  return [
    { keys: ["strategy", "kind"], value: null, reason: FAULTS.strategy, cure: `To this kind belong: ${fitting}.` },
  ];
}

function settleRatings(next: RiskValues, was: RiskValues | null, said: ReadonlySet<string>, world: RiskWorld) {
  const faults: Contradiction[] = [];
  for (const kind of ["inherent", "residual"] satisfies Rating[]) {
    const { category, probability } = next;
    const of = { ...world, category, probability: kind === "residual" ? probability : null };
    const settled = settleRating(kind, next[kind], was ? was[kind] : null, of);
    faults.push(...settled.faults);
    if (settled.isNew) next.rated.push(kind);
  }
  const { likelihood } = next.residual;
  if (was && likelihood !== null && likelihood !== was.residual.likelihood && !said.has("probability"))
    next.probability = probabilityAt(world.matrix.likelihoods, likelihood, next.probability);
  return faults;
}

/** Risks: named by their codes, rated by the matrix in use. */
export const RISK_IMPORT = fieldedNoun<RiskValues, RiskWorld>(
  {
    words: IMPORT_WORDS.risk,
    required: "title",
    key: { code: "some rows", otherwise: ["title"] },
    cells: riskCells,
    empty: emptyRisk,
    copy: copyRisk,
    name: ({ title }) => title,
    code: ({ code }) => code,
    settle: (next, was, said, world) => {
      next.rated = [];
      next.raisedOn ??= world.today;
      return [
        ...settlePlace(next, was, said, world),
        ...settleOwn(next, was, world),
        ...settleStrategy(next),
        ...settleSizes(next, was, said),
        ...settleRatings(next, was, said, world),
      ];
    },
    frozen: ({ status, code, title }: ExistingRisk) =>
      status === "open"
        ? null
        : {
            reason: `${code ?? ""} “${title}” is no longer open: ${RISK_STATUS_LABELS[status].toLowerCase()}.`,
            cure: "Reopen the risk to change it, or delete the row.",
          },
  },
  CHOICES,
);
