import { printNumber, withUnit } from "../shared/number";
import type { Step } from "./matrix";

const percent = (fraction: number): string => printNumber(fraction * 100, { digits: [0, 1] });

/** "under 5 %", "5–15 %", "over 60 %"; null where a step has no band. */
export function likelihoodBand({ from, to }: Step): string | null {
  if (to !== undefined && to < 1)
    return from ? withUnit(`${percent(from)}–${percent(to)}`, "%") : `under ${withUnit(percent(to), "%")}`;
  return from === undefined ? null : `over ${withUnit(percent(from), "%")}`;
}

/** "under $25 k", "$100 k–$400 k", "over $1.5 M"; `money` writes minor units. */
export function impactBand({ from, to }: Step, money: (minor: number) => string): string | null {
  if (to !== undefined) return from ? `${money(from)}–${money(to)}` : `under ${money(to)}`;
  return from === undefined ? null : `over ${money(from)}`;
}

/** As the foot of a narrow column says it: the currency once, the unit once where both ends share it. */
export function shortBand(step: Step, money: (minor: number) => string): string | null {
  const band = impactBand(step, money);
  if (band === null || step.from === undefined || step.to === undefined || step.from === 0) return band;
  const [low, high] = [money(step.from), money(step.to)];
  const unit = /\p{L}+$/u.exec(high)?.[0] ?? "";
  const symbol = /^[^\d]+/.exec(high)?.[0] ?? "";
  const bareLow = unit !== "" && low.endsWith(unit) ? low.slice(0, -unit.length).trimEnd() : low;
  return `${bareLow}–${high.slice(symbol.length)}`;
}
