import { type DateShape, dateText } from "@/domain/shared/date-text";
import { DEFAULT_LOCALE, MINUS, type NumberStyle, numberFormat, printNumber, withUnit } from "@/domain/shared/number";

/** Stands for a value that does not exist or is not known. */
export const ABSENT = "–";

/** "1,204", "88 %", "−0.5", "41 d"; a short dash when there is no value or it is not a number. */
export function formatNumber(value: number | null | undefined, style: NumberStyle = {}): string {
  if (value === null || value === undefined || Number.isNaN(value)) return ABSENT;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  return printNumber(value, style);
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
  return withUnit(text.replace("-", MINUS), step?.unit);
}

/**
 * "20 Nov 2026" in every kind of English, the locale's own order elsewhere.
 * A bare day ("2026-11-20") is that day everywhere; an instant is shown in `timeZone`, UTC without one.
 */
export function formatDate(
  value: Date | string | number | null | undefined,
  shape: DateShape = "day",
  where: { locale?: string | undefined; timeZone?: string | undefined } = {},
): string {
  if (value === null || value === undefined) return ABSENT;
  const bareDay = typeof value === "string" && value.length === 10;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return ABSENT;
  return dateText(date, shape, bareDay ? "UTC" : (where.timeZone ?? "UTC"), where.locale);
}
