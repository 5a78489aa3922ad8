/** The one way a number is printed, on screen and on paper. What is said of a value that is no number is the caller's. */

/** Goes before a unit: narrow, and never broken. */
export const NARROW_SPACE = "\u202f";
export const MINUS = "\u2212";

export const DEFAULT_LOCALE = "en-US";

const formats = new Map<string, Intl.NumberFormat>();

/** A format of the locale, made once. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** "0.66" becomes "0.66 s" with a narrow space; a unit of null or "" adds nothing. */
export const withUnit = (digits: string, unit: string | null | undefined): string =>
  unit ? `${digits}${NARROW_SPACE}${unit}` : digits;

/** Plain data, so that a server component can hand it to a client one. */
export type NumberStyle = {
  /** Decimals: exactly this many, or between two bounds. */
  digits?: number | readonly [number, number];
  /** Follows after a narrow space: "d", "M", "%". */
  unit?: string;
  /** The value is a fraction: 0.88 is said as 88 %. */
  percent?: boolean;
  /** Show the plus, for changes. */
  signed?: boolean;
  locale?: string;
};

function fractionDigits(digits: NumberStyle["digits"]): Intl.NumberFormatOptions {
  if (digits === undefined) return { maximumFractionDigits: 2 };
  const [least, most] = typeof digits === "number" ? [digits, digits] : digits;
  return { minimumFractionDigits: least, maximumFractionDigits: most };
}

const styled = new Map<string, Intl.NumberFormat>();

/** Found by fewer words than `numberFormat` writes down: a page prints hundreds of numbers. */
function formatOf(digits: NumberStyle["digits"], isSigned: boolean, locale: string): Intl.NumberFormat {
  const key = `${locale} ${String(digits)} ${isSigned}`;
  const known = styled.get(key);
  if (known) return known;
  const made = numberFormat(locale, { ...fractionDigits(digits), signDisplay: isSigned ? "exceptZero" : "negative" });
  styled.set(key, made);
  return made;
}

/** "1,204", "88 %", "−0.5", "41 d", "0.00" and never "−0.00". `value` must be finite. */
export function printNumber(value: number, style: NumberStyle = {}): string {
  const digits = style.digits ?? (style.percent ? [0, 1] : undefined);
  const format = formatOf(digits, style.signed ?? false, style.locale ?? DEFAULT_LOCALE);
  const text = format.format(style.percent ? value * 100 : value);
  return withUnit(text.replace("-", MINUS), style.unit ?? (style.percent ? "%" : undefined));
}
