/** A header as words: lower case, without punctuation, accents, and a leading question number ("16_dev_stage"). */
export function wordsOf(label: string): string[] {
  const plain = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  const words = plain.split(" ").filter(Boolean);
  return words.length > 1 && /^\d+$/.test(words[0] ?? "") ? words.slice(1) : words;
}

export const phraseOf = (label: string): string => wordsOf(label).join(" ");

/** A choice is compared trimmed, in any case, with runs of white space as one blank. */
export const choiceKey = (text: string): string => collapse(text).toLowerCase();

export const collapse = (text: string): string => text.replace(/\s+/g, " ").trim();

function trigrams(phrase: string): Set<string> {
  const padded = `  ${phrase} `;
  const parts = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i++) parts.add(padded.slice(i, i + 3));
  return parts;
}

/**
 * Likeness of two headers, 0 to 1: Dice's coefficient over letter trigrams of their words.
 *
 * @source Dice, Measures of the amount of ecologic association between species, Ecology 26 (1945)
 */
export function likeness(a: string, b: string): number {
  const [left, right] = [phraseOf(a), phraseOf(b)];
  if (left === "" || right === "") return 0;
  if (left === right) return 1;
  const [x, y] = [trigrams(left), trigrams(right)];
  let shared = 0;
  for (const part of x) if (y.has(part)) shared++;
  return (2 * shared) / (x.size + y.size);
}
