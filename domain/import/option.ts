import { choiceKey } from "./label";

/** A choice a cell can name. */
export type Option = { value: string; label: string };

/** The option of this value or label, trimmed and in any case. */
export function matchOption(options: readonly Option[], text: string): string | null {
  const key = choiceKey(text);
  return options.find(({ value, label }) => choiceKey(value) === key || choiceKey(label) === key)?.value ?? null;
}

export type DistinctValue = { key: string; text: string; spellings: string[]; rows: number };

/** The values of a choice column, most frequent first; blank cells are left out. `key` is what a value mapping is keyed by. */
export function distinctValues(cells: Iterable<string>): DistinctValue[] {
  const found = new Map<string, DistinctValue>();
  for (const cell of cells) {
    const key = choiceKey(cell);
    if (key === "") continue;
    const known = found.get(key);
    if (!known) found.set(key, { key, text: cell.trim(), spellings: [cell], rows: 1 });
    else {
      known.rows++;
      if (!known.spellings.includes(cell)) known.spellings.push(cell);
    }
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows || a.key.localeCompare(b.key, "en"));
}
