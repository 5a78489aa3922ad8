/** A named time zone that this platform's calendar knows: "Europe/Berlin", not "+01:00". */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const isCurrency = (text: string): boolean => Intl.supportedValuesOf("currency").includes(text);

/** A language tag whose dates and numbers this platform can write: "en-US", not "xx". */
export function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false; // not a language tag at all
  }
}

/** Every time zone a form offers, in the order of the alphabet. */
export const timeZones = (): string[] => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

export type Option = { value: string; label: string };

const byLabel = (a: Option, b: Option) => a.label.localeCompare(b.label, "en");

/** Currencies with their English names: "USD, US Dollar". */
export function currencies(): Option[] {
  const names = new Intl.DisplayNames("en", { type: "currency" });
  return Intl.supportedValuesOf("currency").map((code) => ({
    value: code,
    label: `${code}, ${names.of(code) ?? code}`,
  }));
}

const OFFERED_LOCALES = [
  ...["en-US", "en-GB", "en-CA", "en-AU", "en-IE", "en-IN", "en-NZ", "en-SG", "en-ZA", "de-DE", "de-AT", "de-CH"],
  ...["fr-FR", "fr-CA", "fr-CH", "fr-BE", "es-ES", "es-MX", "es-US", "it-IT", "nl-NL", "nl-BE", "pt-PT", "pt-BR"],
  ...["da-DK", "sv-SE", "nb-NO", "fi-FI", "pl-PL", "cs-CZ", "el-GR", "tr-TR", "ja-JP", "ko-KR"],
];

/** How dates and numbers may be written; `current` is offered too when it is none of the usual ones. */
export function locales(current?: string): Option[] {
  const names = new Intl.DisplayNames("en", { type: "language", languageDisplay: "standard" });
  const tags = current && !OFFERED_LOCALES.includes(current) ? [current, ...OFFERED_LOCALES] : OFFERED_LOCALES;
  return tags.map((tag) => ({ value: tag, label: names.of(tag) ?? tag })).sort(byLabel);
}
