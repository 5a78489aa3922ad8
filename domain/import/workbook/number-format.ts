/** How a format shows a number. `digits` are the places of a code such as 00042, `prefix` the words before them. */
export type NumberShape =
  | { kind: "plain" }
  | { kind: "percent" }
  | { kind: "padded"; prefix: string; digits: number }
  | { kind: "moment"; hasDate: boolean; hasTime: boolean; isElapsed: boolean };

export const PLAIN: NumberShape = { kind: "plain" };

const DAY: NumberShape = { kind: "moment", hasDate: true, hasTime: false, isElapsed: false };
const CLOCK: NumberShape = { kind: "moment", hasDate: false, hasTime: true, isElapsed: false };
const BOTH: NumberShape = { kind: "moment", hasDate: true, hasTime: true, isElapsed: false };
const ELAPSED: NumberShape = { kind: "moment", hasDate: false, hasTime: true, isElapsed: true };

const within = (id: number, from: number, to: number) => id >= from && id <= to;

/** Formats that a workbook names by number alone. @source ECMA-376 part 1, §18.8.30 numFmt, with the East Asian ids */
export function builtInShape(id: number): NumberShape {
  if (id === 9 || id === 10) return { kind: "percent" };
  if (within(id, 14, 17) || within(id, 27, 31) || within(id, 34, 36) || within(id, 50, 58)) return DAY;
  if (within(id, 18, 21) || within(id, 32, 33) || id === 45 || id === 47) return CLOCK;
  if (id === 22) return BOTH;
  return id === 46 ? ELAPSED : PLAIN;
}

/** The kind of a format's first part, the one for positive numbers. */
export function shapeOf(code: string): NumberShape {
  const isElapsed = /\[(?:h+|m+|s+)\]/i.test(code);
  const bare = code
    .replace(/"[^"]*"/g, "")
    .replace(/\\.|_.|\*./g, "")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/;.*$/s, "")
    .replace(/a\/p|am\/pm/gi, "");
  const hasClock = isElapsed || /[hs]/i.test(bare);
  const hasDate = /[yd]/i.test(bare) || (/m/i.test(bare) && !hasClock);
  if (/general/i.test(bare)) return PLAIN;
  if (isElapsed && !hasDate) return ELAPSED;
  if (hasClock || hasDate) return hasClock && hasDate ? BOTH : hasDate ? DAY : CLOCK;
  if (bare.includes("%")) return { kind: "percent" };
  const coded = /^((?:"[^"]*"|\\.|[-\s])*)(0{2,})$/.exec(code);
  if (!coded) return PLAIN;
  return { kind: "padded", prefix: (coded[1] ?? "").replace(/["\\]/g, ""), digits: (coded[2] ?? "").length };
}
