/** What one exposure can stand on. */
export const CONCENTRATION_BASES = ["model", "base", "platform", "source", "unit"] as const;
export type ConcentrationBasis = (typeof CONCENTRATION_BASES)[number];

export const CONCENTRATION_LABELS: Record<ConcentrationBasis, string> = {
  model: "Model",
  base: "Base model",
  platform: "Platform",
  source: "Data source",
  unit: "Business unit",
};

/** The expected loss of a risk, or of `risks` of them, in minor units, and the keys of what it stands on: several share it evenly. */
export type Standing = { expected: number; risks?: number; on: Partial<Record<ConcentrationBasis, readonly string[]>> };

export type Concentration = {
  basis: ConcentrationBasis;
  /** The largest first; amounts in minor units, shares of what is attributed. */
  parts: { key: string; amount: number; risks: number; share: number }[];
  /** Attributed to nothing of this kind: said beside, in no share. */
  unattributed: { amount: number; risks: number };
  /** Σ(share in %)², 0 to 10,000; null when nothing is attributed. */
  index: number | null;
  level: "spread" | "concentrated" | null;
};

/** Above it the exposure leans on few. */
export const CONCENTRATED = 2_500;

/**
 * Herfindahl-Hirschman index of shares given as parts of any whole: 10,000 when one holds all, null when there is no whole.
 *
 * @throws RangeError for a share below 0.
 * @source Hirschman, American Economic Review 54 (1964); the limit of 2,500 is that of the US merger guidelines of 2010
 */
export function hhi(parts: readonly number[]): number | null {
  if (parts.some((part) => part < 0)) throw new RangeError("a share below 0");
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return whole === 0 ? null : parts.reduce((sum, part) => sum + ((part / whole) * 100) ** 2, 0);
}

/**
 * How the expected loss is shared among the models, base models, platforms, data sources or units it stands on. Only losses count:
 * a gain in one place makes the others no safer.
 */
export function concentrationOf(risks: readonly Standing[], basis: ConcentrationBasis): Concentration {
  const amounts = new Map<string, { amount: number; risks: number }>();
  const unattributed = { amount: 0, risks: 0 };
  for (const { expected, on, risks: many = 1 } of risks.filter((risk) => risk.expected > 0)) {
    const keys = [...new Set(on[basis] ?? [])];
    if (keys.length === 0) {
      unattributed.amount += expected;
      unattributed.risks += many;
    }
    for (const key of keys) {
      const { amount, risks: count } = amounts.get(key) ?? { amount: 0, risks: 0 };
      amounts.set(key, { amount: amount + expected / keys.length, risks: count + many });
    }
  }
  const whole = [...amounts.values()].reduce((sum, { amount }) => sum + amount, 0);
  const index = hhi([...amounts.values()].map(({ amount }) => amount));
  return {
    basis,
    parts: [...amounts]
      .map(([key, { amount, risks: count }]) => ({
        ...{ key, amount: Math.round(amount), risks: count, share: amount / whole },
      }))
      .sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1)),
    unattributed: { ...unattributed, amount: Math.round(unattributed.amount) },
    index: index === null ? null : Math.round(index),
    level: index === null ? null : index > CONCENTRATED ? "concentrated" : "spread",
  };
}
