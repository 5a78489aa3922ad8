import { minorDigits } from "../shared/money";
import { DEFAULT_LOCALE, numberFormat, printNumber, withUnit } from "../shared/number";

const symbolOf = (currency: string, locale: string): string =>
  numberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" })
    .formatToParts(0)
    .find(({ type }) => type === "currency")?.value ?? currency;

/**
 * Whole minor units as they stand in a sentence: "$0.36 M", "$25 k", "$940", "−$0.20 M".
 * Under a thousand no decimals, thousands none, millions two.
 */
export function moneyText(minor: number, currency: string, locale: string = DEFAULT_LOCALE): string {
  const major = minor / 10 ** minorDigits(currency);
  const size = Math.abs(major);
  const symbol = symbolOf(currency, locale);
  const sign = major < 0 ? printNumber(-1).slice(0, 1) : "";
  if (size >= 99_500) return withUnit(`${sign}${symbol}${printNumber(size / 1e6, { digits: 2, locale })}`, "M");
  if (size >= 1000) return withUnit(`${sign}${symbol}${printNumber(size / 1000, { digits: 0, locale })}`, "k");
  return `${size < 0.5 ? "" : sign}${symbol}${printNumber(size, { digits: 0, locale })}`;
}
