/** As many decimals as tell the values of a measure apart: shares two, counts none. */
export function decimalsFor(values: readonly number[]): number {
  const largest = values.filter(Number.isFinite).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
}
