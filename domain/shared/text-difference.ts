import { shorten } from "./sentence";

/** Equal words kept on each side of what differs, so that its place is recognised. */
const AROUND = 3;
/** Texts up to this length are shown whole, in characters. */
const SHORT = 48;

/** Both texts cut to where they differ, each at most `max` characters: what they share at the ends becomes "…". */
export function whereTheyDiffer(was: string, now: string, max: number): { was: string; now: string } {
  if (was.length <= SHORT && now.length <= SHORT) return { was, now };
  const [before, after] = [was.trim().split(/\s+/), now.trim().split(/\s+/)];
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const from = Math.max(0, start - AROUND);
  const cut = (words: string[]): string => {
    const to = Math.min(words.length, words.length - end + AROUND);
    const middle = words.slice(from, to).join(" ");
    return shorten(`${from > 0 ? "… " : ""}${middle}${to < words.length ? " …" : ""}`, max);
  };
  return { was: cut(before), now: cut(after) };
}
