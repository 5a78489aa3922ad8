/** Something the palette can do: go to an address, show another day, or another organisation. */
export type Command = {
  id: string;
  title: string;
  /** Other words it answers to. */
  words?: string;
  hint?: string;
} & ({ go: string } | { day: string | null } | { organisation: string });

/** True when every typed word begins a word of the command. */
export function answersTo({ title, words = "" }: Pick<Command, "title" | "words">, typed: string): boolean {
  const own = `${title} ${words}`.toLowerCase().split(/[^\p{L}\p{N}-]+/u);
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => own.some((each) => each.startsWith(word)));
}

/** The day a typed text names, YYYY-MM-DD or D.M.YYYY: what "as of" goes to. Null when it names none. */
export function typedDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim());
  const [year, month, day] = iso ? iso.slice(1) : dotted ? [dotted[3], dotted[2], dotted[1]] : [];
  if (!year || !month || !day) return null;
  const named = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const instant = Date.parse(`${named}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(named) ? named : null;
}
