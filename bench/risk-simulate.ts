import { exposureOf } from "@/domain/risk/exposure-figures";
import { type ExposedRisk, simulate } from "@/domain/risk/simulate";
import { median, report } from "./harness";

const RISKS = 200;
const ROUNDS = 7;
const LIMIT_MS = 300;

/** A third of each distribution, chances from 2 to 92 %, one in ten in a group that shares its luck. */
const risks: ExposedRisk[] = Array.from({ length: RISKS }, (_, at) => ({
  id: `risk-${at}`,
  kind: at % 9 === 8 ? "opportunity" : "threat",
  probability: ((at * 37) % 90) / 100 + 0.02,
  ...{ low: 1_000 * (at + 1), likely: 1_700 * (at + 1), high: 6_000 * (at + 1) },
  distribution: (["fixed", "triangular", "pert"] as const)[at % 3] ?? "pert",
  correlationGroup: at % 10 === 0 ? "vendor" : null,
}));

const milliseconds = (work: () => unknown): number => {
  const started = performance.now();
  work();
  return performance.now() - started;
};

/** The floor is the trials alone; the product adds percentiles, the curve and what drives the tail, which plays them again. */
export function benchRiskSimulate(): void {
  const draw = { seed: "bench" };
  const [floors, products]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const floor = milliseconds(() => simulate(risks, draw));
    const product = milliseconds(() => exposureOf(risks, draw));
    if (round === 0) continue; // warm-up
    floors.push(floor);
    products.push(product);
  }
  const [floor, product] = [median(floors), median(products)];
  report({
    ...{ name: `exposure of ${RISKS} risks, 10,000 trials`, unit: "ms", floor, product, ratio: product / floor },
    ...{ limit: `≤ ${LIMIT_MS} ms`, held: product <= LIMIT_MS, note: "floor: the trials alone" },
  });
}
