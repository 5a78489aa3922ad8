import { formatMoney, formatNumber } from "@/components/ui/format";
import type { ExposureFigures } from "@/domain/risk/exposure-figures";
import { chanceInWords, limitSentence } from "@/domain/risk/exposure-sentence";
import { dateText } from "@/domain/shared/date-text";
import { minorDigits } from "@/domain/shared/money";

export type ChartedExposure = Pick<ExposureFigures, "curve" | "expected" | "p50" | "p80" | "p90" | "limit">;

export type ExposureChartProps = {
  /** "Exposure over 12 months" */
  name: string;
  currency: string;
  locale?: string | undefined;
  now: ChartedExposure;
  /** As it was on an earlier day, ISO. */
  before?: { on: string; figures: ChartedExposure } | null;
  /** As it would be: "after the four motions". */
  planned?: { label: string; figures: ChartedExposure } | null;
  height?: number;
};

const UNITS = [
  { from: 2e9, by: 1e9, name: "B" },
  { from: 2e6, by: 1e6, name: "M" },
  { from: 2e3, by: 1e3, name: "k" },
] as const;

/** The unit all amounts of one chart are told in: minor units are divided by `divideBy`. */
export function amountUnit({ currency, now }: ExposureChartProps): { divideBy: number; name: string } {
  const one = 10 ** minorDigits(currency);
  const unit = UNITS.find(({ from }) => Math.max(now.curve.to, -now.curve.from) / one >= from);
  const symbol = formatMoney(0, currency).replace(/[\d.,\s]/g, "") || currency;
  return { divideBy: one * (unit?.by ?? 1), name: unit ? `${symbol} ${unit.name}` : symbol };
}

/** "3.7" of the chart's unit. */
export const inUnit = (minor: number, unit: { divideBy: number }, locale?: string): string => {
  const value = minor / unit.divideBy;
  return formatNumber(value, { digits: Math.abs(value) >= 100 ? 0 : 1, ...(locale ? { locale } : {}) });
};

export const chanceText = (chance: number, locale?: string): string =>
  formatNumber(chance, { percent: true, digits: chance > 0 && chance < 0.01 ? 1 : 0, ...(locale ? { locale } : {}) });

export type ExposureRow = { key: "now" | "planned" | "before"; label: string; figures: ChartedExposure };

export const dayText = (day: string, locale: string | undefined): string =>
  dateText(new Date(day), "day", "UTC", locale);

/** Now first, then as planned, then as it was. */
export function exposureRows({ now, planned, before, locale }: ExposureChartProps): ExposureRow[] {
  const day = before ? dayText(before.on, locale) : "";
  return [
    { key: "now", label: "Now", figures: now },
    ...(planned ? [{ key: "planned" as const, label: planned.label, figures: planned.figures }] : []),
    ...(before ? [{ key: "before" as const, label: day, figures: before.figures }] : []),
  ];
}

/** The chart in words. */
export function exposureSummary(props: ExposureChartProps): string {
  const { name, currency, locale } = props;
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  const said = exposureRows(props).map(({ key, label, figures }) => {
    const { expected, p50, p80, p90, limit } = figures;
    const over =
      limit && key !== "now"
        ? `; the chance of more than ${money(limit.amount)} ${key === "before" ? "was" : "would be"} ${chanceInWords(limit.found)}`
        : "";
    return `${label}: expected loss ${money(expected)}, P50 ${money(p50)}, P80 ${money(p80)}, P90 ${money(p90)}${over}.`;
  });
  return [`${name}.`, ...said, limitSentence(props.now, money)].filter(Boolean).join(" ");
}
