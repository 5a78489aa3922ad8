import { DEFAULT_LOCALE } from "./number";

export type DateShape = "day" | "short" | "month" | "month-short" | "time" | "instant" | "long" | "long-short";

type Parts = Record<string, string>;

const SHAPES: Record<DateShape, { options: Intl.DateTimeFormatOptions; english: (p: Parts) => string }> = {
  day: {
    options: { day: "numeric", month: "short", year: "numeric" },
    english: (p) => `${p.day} ${p.month} ${p.year}`,
  },
  long: {
    options: { day: "numeric", month: "long", year: "numeric" },
    english: (p) => `${p.day} ${p.month} ${p.year}`,
  },
  "long-short": { options: { day: "numeric", month: "long" }, english: (p) => `${p.day} ${p.month}` },
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

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, timeZone: string, shape: DateShape): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${shape}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...SHAPES[shape].options, timeZone });
  formats.set(key, made);
  return made;
}

const monthNames = (month: "short" | "long"): string[] => {
  const format = new Intl.DateTimeFormat(DEFAULT_LOCALE, { month, timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, index) => format.format(Date.UTC(2026, index)));
};
const names: Partial<Record<"short" | "long", string[]>> = {};

/** The parts of an instant in UTC, where bare days are told; a tenth of what the formatter takes, and a list has hundreds. */
function partsInUtc(at: Date, { month = "short" }: Intl.DateTimeFormatOptions): Parts {
  const width = month === "long" ? "long" : "short";
  names[width] ??= monthNames(width);
  const two = (value: number) => String(value).padStart(2, "0");
  return {
    day: String(at.getUTCDate()),
    month: names[width][at.getUTCMonth()] ?? "",
    year: String(at.getUTCFullYear()),
    hour: two(at.getUTCHours()),
    minute: two(at.getUTCMinutes()),
  };
}

/** The one way an instant is printed: "20 Nov 2026" in every kind of English, the locale's own order elsewhere. */
export function dateText(at: Date, shape: DateShape, timeZone: string, locale: string = DEFAULT_LOCALE): string {
  const english = locale.startsWith("en");
  if (english && timeZone === "UTC" && at.getUTCFullYear() > 0)
    return SHAPES[shape].english(partsInUtc(at, SHAPES[shape].options));
  const format = dateFormat(english ? DEFAULT_LOCALE : locale, timeZone, shape);
  if (!english) return format.format(at);
  return SHAPES[shape].english(Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])));
}
