const SYMBOLS: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP" };
const TIMES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 };

const WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND".split(" ");

/**
 * Decimals in which amounts of a currency are kept: 2 for USD, 0 for JPY. A list of our own, since a platform's may change
 * with its version and kept amounts may not. private.minor_units holds the same.
 * @source ISO 4217
 */
export const minorDigits = (currency: string): number =>
  WHOLE.includes(currency) ? 0 : THOUSANDTHS.includes(currency) ? 3 : 2;

export type ReadAmount = { ok: true; minor: number } | { ok: false; because: string };

/** "$250k", "1.2M", "EUR 90,000" as whole minor units of the currency given. Another currency is refused, not converted. */
export function readAmount(text: string, currency: string): ReadAmount {
  const match =
    /^(?:(?<symbol>[$€£])|(?<code>[A-Z]{3})\s?)?(?<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?<times>[kKmMbB])?(?:\s?(?<after>[A-Z]{3}))?$/.exec(
      text.trim(),
    );
  const { symbol, code, digits, times, after } = match?.groups ?? {};
  if (!digits) return { ok: false, because: `“${text.slice(0, 40)}” is no amount. Write one such as 250k or 1.2M.` };
  const named = code ?? after ?? (symbol ? SYMBOLS[symbol] : undefined);
  // A dollar sign stands for any dollar: CAD in Canada.
  const fits =
    named === undefined || named === currency || (symbol === "$" && currency.endsWith("D") && !code && !after);
  if (!fits) return { ok: false, because: `Amounts are in ${currency} here, and “${text.slice(0, 40)}” is not.` };
  const minor = Math.round(
    Number(digits.replaceAll(",", "")) * (TIMES[times?.toLowerCase() ?? ""] ?? 1) * 10 ** minorDigits(currency),
  );
  return Number.isSafeInteger(minor) ? { ok: true, minor } : { ok: false, because: "This amount is too large." };
}
