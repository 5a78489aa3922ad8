import { formatMeasure, formatNumber } from "../shared/figure";

/** The labels that tell a series from others of its measure: "segment = ICU, window = 7d". */
export const dimsWords = (dims: Readonly<Record<string, string>>): string =>
  Object.entries(dims)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");

/** Digits that show a value of any size to about three places. */
const decimalsOf = (value: number): number => {
  const size = Math.abs(value);
  if (size === 0 || size >= 100) return 0;
  return size >= 10 ? 1 : Math.min(6, 2 + Math.max(0, -Math.floor(Math.log10(size))));
};

/** A value as a platform gives it, before anything is known of it; what is no number is said. */
export function valueWords(value: number, unit: string | null = null): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "minus infinite";
  const decimals = Number.isInteger(value) ? 0 : decimalsOf(value);
  return unit ? formatMeasure(value, unit, decimals) : formatNumber(value, decimals);
}

/** The measures followed after one was switched on or off; none means all, and at least one stays. */
export function toggleMeasure(all: readonly string[], followed: readonly string[], metric: string): string[] {
  const before = followed.length === 0 ? all : followed;
  const after = before.includes(metric) ? before.filter((name) => name !== metric) : [...before, metric];
  if (after.length === 0) return [...before];
  return all.every((name) => after.includes(name)) ? [] : after;
}
