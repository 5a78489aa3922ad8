const clocks = new Map<string, Intl.DateTimeFormat>();

/** The clock of a time zone, made once: making one takes longer than reading it a hundred times. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  clocks.set(timeZone, made);
  return made;
}

/** Offset of a time zone at an instant, in milliseconds (positive east of Greenwich). */
function offsetMs(at: Date, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(at);
  const part = (type: string) => Number(parts.find((item) => item.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(at.getTime() / 1000) * 1000;
}

/** The last millisecond of a day (YYYY-MM-DD) in a time zone. */
export function endOfDay(day: string, timeZone: string): Date {
  const wall = Date.parse(`${day}T23:59:59.999Z`);
  const guess = new Date(wall - offsetMs(new Date(wall), timeZone));
  return new Date(wall - offsetMs(guess, timeZone)); // once more: the offset may differ across a clock change
}

/** The day of an instant in a time zone, as YYYY-MM-DD. */
export function dayOf(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetMs(at, timeZone)).toISOString().slice(0, 10);
}

/** The last days of the months before that of `day`, `count` of them, the oldest first. */
export function monthEnds(day: string, count: number): string[] {
  const [year = 1970, month = 1] = day.split("-").map(Number);
  return Array.from({ length: count }, (_, n) =>
    new Date(Date.UTC(year, month - count + n, 0)).toISOString().slice(0, 10),
  );
}
