/** Words, counts and lists for sentences that are computed, never typed. English, plain business style. */

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/**
 * A count as it stands in a sentence: in words to twelve, then in digits with thousands separators.
 *
 * @throws RangeError when the count is negative or no whole number: a count of things is neither.
 */
export function countWord(count: number): string {
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`a count must be a whole number from 0, got ${count}`);
  return WORDS[count] ?? groupThousands(count);
}

/** 12345 -> "12,345"; whole numbers only. */
export const groupThousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** The noun for a count: "model", "models". `many` is given where adding s is wrong. */
export const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);

/** "no models", "one model", "two models", "1,204 models". */
export const counted = (count: number, one: string, many?: string): string =>
  `${countWord(count)} ${plural(count, one, many)}`;

/** The verb that agrees with a count: "is" or "are", "has" or "have". */
export const verb = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** "two of nine live models", "none of nine live models", "both live models", "all nine live models", "the one live model". */
export function partOf(part: number, whole: number, one: string, many?: string): string {
  if (part > whole) throw new RangeError(`a part of ${part} does not fit into ${whole}`);
  const things = plural(whole, one, many);
  if (whole === 0) return `no ${things}`;
  if (whole === 1) return part === 1 ? `the one ${things}` : `not the one ${things}`;
  if (part === 0) return `none of ${countWord(whole)} ${things}`;
  if (part === whole) return whole === 2 ? `both ${things}` : `all ${countWord(whole)} ${things}`;
  return `${countWord(part)} of ${countWord(whole)} ${things}`;
}

/**
 * "a", "a and b", "a, b and c"; past `max` the rest is counted: "a, b and three more".
 * An empty list is the empty string: say what is absent instead.
 */
export function listOf(items: readonly string[], max = Number.POSITIVE_INFINITY): string {
  if (items.length > max) {
    const shown = items.slice(0, max);
    return `${shown.join(", ")} and ${countWord(items.length - max)} more`;
  }
  const [last, ...before] = [...items].reverse();
  if (last === undefined) return "";
  return before.length === 0 ? last : `${before.reverse().join(", ")} and ${last}`;
}

/** First letter upper case, for the start of a sentence. Leaves an already capital or a digit alone. */
export function sentenceCase(text: string): string {
  const [first = "", ...rest] = text;
  return first.toLocaleUpperCase("en") + rest.join("");
}

/** Ends a sentence once: adds a full stop unless it already ends in one, a question or an exclamation mark. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? sentenceCase(text) : `${sentenceCase(text)}.`);

/** Clauses that say something, joined into one sentence: "A, b; c" style lists are avoided, commas and "and" used. */
export const joinClauses = (clauses: readonly (string | null)[]): string =>
  listOf(clauses.filter((clause): clause is string => clause !== null && clause !== ""));

/** Cuts a long text at a word, marking the cut; texts within `max` characters come back unchanged. */
export function shorten(text: string, max: number): string {
  const letters = [...text];
  if (letters.length <= max) return text;
  const cut = letters.slice(0, max - 1).join("");
  const atWord = cut.replace(/\s+\S*$/, "");
  return `${(atWord.length > max / 2 ? atWord : cut).trimEnd()}…`;
}
