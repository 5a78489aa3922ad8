import { minorDigits } from "../shared/money";

const SYMBOLS: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };
const UNITS = [
  { from: 2e9, by: 1e9, name: "B", digits: 2 },
  { from: 2e6, by: 1e6, name: "M", digits: 2 },
  { from: 2e3, by: 1e3, name: "k", digits: 0 },
] as const;

/** The one unit in which a column of amounts is told, by its largest: minor units are divided by `divideBy`. */
export function moneyUnit(
  minor: readonly number[],
  currency: string,
): { name: string; divideBy: number; digits: number } {
  const one = 10 ** minorDigits(currency);
  const most = minor.reduce((largest, amount) => Math.max(largest, Math.abs(amount)), 0) / one;
  const unit = UNITS.find(({ from }) => most >= from);
  const symbol = SYMBOLS[currency] ?? currency;
  return {
    name: unit ? `${symbol}\u202f${unit.name}` : symbol,
    divideBy: one * (unit?.by ?? 1),
    digits: unit?.digits ?? 0,
  };
}
