/** A figure that cannot be computed carries the reason in words; it is never 0 and never NaN. */
export type Undefined = { readonly undefined: string };

export type Figure = number | Undefined;

export function isDefined(figure: Figure): figure is number {
  return typeof figure === "number";
}

/** A fraction, or the reason why there is none when nothing was counted below the line. */
export function ratio(part: number, whole: number, whenEmpty: string): Figure {
  return whole === 0 ? { undefined: whenEmpty } : part / whole;
}

/** Applies a rule to defined figures; the first reason found is passed on. */
export function combine(figures: readonly Figure[], of: (values: number[]) => Figure): Figure {
  const missing = figures.find((figure) => !isDefined(figure));
  return missing ?? of(figures.filter(isDefined));
}
