/** Goes before a unit: narrow, and never broken. */
export const NARROW_SPACE = "\u202f";
export const MINUS = "\u2212";
/** Stands for a value that does not exist or is not known. */
export const ABSENT = "–";

/** Keeps a date or a figure with its word on one line inside a sentence. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

export const DEFAULT_LOCALE = "en-US";

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

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  numberFormats.set(key, made);
  return made;
}

function fractionDigits(digits: NumberStyle["digits"]): Intl.NumberFormatOptions {
  if (digits === undefined) return { maximumFractionDigits: 2 };
  const [least, most] = typeof digits === "number" ? [digits, digits] : digits;
  return { minimumFractionDigits: least, maximumFractionDigits: most };
}

/** "1,204", "88 %", "−0.5", "41 d"; a short dash when there is no value or it is not a number. */
export function formatNumber(value: number | null | undefined, style: NumberStyle = {}): string {
  if (value === null || value === undefined || Number.isNaN(value)) return ABSENT;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const unit = style.unit ?? (style.percent ? "%" : undefined);
  const digits = style.digits ?? (style.percent ? [0, 1] : undefined);
  const text = numberFormat(style.locale ?? DEFAULT_LOCALE, {
    ...fractionDigits(digits),
    signDisplay: style.signed ? "exceptZero" : "negative",
  }).format(style.percent ? value * 100 : value);
  return unit ? `${text.replace("-", MINUS)}${NARROW_SPACE}${unit}` : text.replace("-", MINUS);
}

export function formatCount(value: number, locale: string = DEFAULT_LOCALE): string {
  return formatNumber(value, { digits: 0, locale });
}

const STEPS = [
  { from: 999_500_000, by: 1e9, unit: "B" },
  { from: 999_500, by: 1e6, unit: "M" },
  { from: 1e4, by: 1e3, unit: "k" },
] as const;

/** Money from whole minor units: "$6.4 M", "−$310 k", "$9,900"; `exact` writes every unit. */
export function formatMoney(
  minor: number | null | undefined,
  currency: string,
  style: { locale?: string; exact?: boolean; signed?: boolean; digits?: number } = {},
): string {
  if (minor === null || minor === undefined || Number.isNaN(minor)) return ABSENT;
  const locale = style.locale ?? DEFAULT_LOCALE;
  const signDisplay = style.signed ? "exceptZero" : "negative";
  const money: Intl.NumberFormatOptions = { style: "currency", currency, currencyDisplay: "narrowSymbol", signDisplay };
  const decimals = numberFormat(locale, { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const amount = minor / 10 ** decimals;
  if (style.exact) return numberFormat(locale, money).format(amount).replace("-", MINUS);
  const step = STEPS.find(({ from }) => Math.abs(amount) >= from);
  const scaled = amount / (step?.by ?? 1);
  const digits = style.digits ?? (step && step.unit !== "k" ? 1 : 0);
  const text = numberFormat(locale, { ...money, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    scaled,
  );
  return step ? `${text.replace("-", MINUS)}${NARROW_SPACE}${step.unit}` : text.replace("-", MINUS);
}

export type DateShape = "day" | "short" | "month" | "month-short" | "time" | "instant" | "long";

const SHAPES: Record<
  DateShape,
  { options: Intl.DateTimeFormatOptions; english: (p: Record<string, string>) => string }
> = {
  day: {
    options: { day: "numeric", month: "short", year: "numeric" },
    english: (p) => `${p.day} ${p.month} ${p.year}`,
  },
  long: {
    options: { day: "numeric", month: "long", year: "numeric" },
    english: (p) => `${p.day} ${p.month} ${p.year}`,
  },
  short: { options: { day: "numeric", month: "short" }, english: (p) => `${p.day} ${p.month}` },
  month: { options: { month: "short", year: "numeric" }, english: (p) => `${p.month} ${p.year}` },
  "month-short": { options: { month: "short" }, english: (p) => `${p.month}` },
  time: {
    options: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    english: (p) => `${p.hour}:${p.minute}`,
  },
  instant: {
    options: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    english: (p) => `${p.day} ${p.month} ${p.year}, ${p.hour}:${p.minute}`,
  },
};

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, timeZone: string, shape: DateShape): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${shape}`;
  const known = dateFormats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...SHAPES[shape].options, timeZone });
  dateFormats.set(key, made);
  return made;
}

/**
 * "20 Nov 2026" in every kind of English, the locale's own order elsewhere.
 * A bare day ("2026-11-20") is that day everywhere; an instant is shown in `timeZone`, UTC without one.
 */
export function formatDate(
  value: Date | string | number | null | undefined,
  shape: DateShape = "day",
  where: { locale?: string; timeZone?: string } = {},
): string {
  if (value === null || value === undefined) return ABSENT;
  const bareDay = typeof value === "string" && value.length === 10;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return ABSENT;
  const locale = where.locale ?? DEFAULT_LOCALE;
  const english = locale.startsWith("en");
  const format = dateFormat(english ? DEFAULT_LOCALE : locale, bareDay ? "UTC" : (where.timeZone ?? "UTC"), shape);
  if (!english) return format.format(date);
  return SHAPES[shape].english(Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value])));
}
