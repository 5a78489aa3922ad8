/** A field that two people edited: what both saw, what each made of it, and who came first. */
export type FieldConflict = { field: string; before: unknown; yours: unknown; theirs: unknown; by: string; at: Date };

/**
 * The answer to an edit somebody else got ahead of: nothing was written. `merged` is the edit with every value in question
 * as theirs; `theirs` is the record as it stands, in the fields of the edit.
 */
export type EditConflict<T> = {
  outcome: "conflict";
  version: number;
  fields: FieldConflict[];
  merged: T;
  theirs: T;
};

/** For a switch with two values, where there is nothing to choose: who was quicker. */
export const quickerSentence = ({ fields }: Pick<EditConflict<object>, "fields">): string =>
  `${fields[0]?.by ?? "Somebody"} changed this meanwhile. Look at it again.`;

/** How the fields of an edit hang together. */
export type EditShape = {
  /** A form sends every field it has: those left as they were are no edit. Without it all that is sent is meant. */
  whole?: boolean;
  /** Fields that hold fields of their own, each edited by itself: "custom" holds "custom.<id>". */
  nested?: readonly string[];
  /** Fields that mean something only together: where both sides changed one of them, every difference is in question. */
  together?: readonly (readonly string[])[];
};

type Values = Record<string, unknown>;

const isRecord = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Equal as records are: by content, whatever the order of keys. An absent value is an empty one. */
export function sameValue(a: unknown, b: unknown): boolean {
  const [one, two] = [a ?? null, b ?? null];
  if (one instanceof Date && two instanceof Date) return one.getTime() === two.getTime();
  if (Array.isArray(one) && Array.isArray(two))
    return one.length === two.length && one.every((each, index) => sameValue(each, two[index]));
  if (isRecord(one) && isRecord(two))
    return [...new Set([...Object.keys(one), ...Object.keys(two)])].every((key) => sameValue(one[key], two[key]));
  return one === two;
}

/** The names of the fields an edit speaks of; "custom.<id>" inside a nested one. A value left out is no edit. */
export function fieldsOf(patch: object, { nested = [] }: EditShape = {}): string[] {
  return Object.entries(patch).flatMap(([field, value]) => {
    if (value === undefined) return [];
    return nested.includes(field) && isRecord(value) ? Object.keys(value).map((key) => `${field}.${key}`) : [field];
  });
}

const parted = (field: string, shape: EditShape): [string, string | null] => {
  const dot = field.indexOf(".");
  return dot > 0 && shape.nested?.includes(field.slice(0, dot))
    ? [field.slice(0, dot), field.slice(dot + 1)]
    : [field, null];
};

/** The value of a field; null where there is none, an empty text among them. */
export function valueIn(record: object, field: string, shape: EditShape = {}): unknown {
  const [name, key] = parted(field, shape);
  const held = (record as Values)[name];
  const value = key === null ? held : isRecord(held) ? held[key] : null;
  return value === "" ? null : (value ?? null);
}

/** The same record with other values in some fields. */
function withValues<T extends object>(record: T, values: ReadonlyMap<string, unknown>, shape: EditShape): T {
  const next: Values = Object.fromEntries(Object.entries(record));
  for (const [field, value] of values) {
    const [name, key] = parted(field, shape);
    next[name] = key === null ? value : { ...(isRecord(next[name]) ? next[name] : {}), [key]: value };
  }
  return next as T;
}

/**
 * Brings together two edits of one record that both began at `base`. A field only one side changed takes that side's
 * value; one both changed to different values is in question, and `merged` holds theirs until somebody chooses.
 */
export function joinEdits<T extends object>(
  base: object,
  yours: T,
  current: object,
  shape: EditShape = {},
): { merged: T; theirs: T; inQuestion: string[] } {
  const fields = fieldsOf(yours, shape);
  const at = (record: object, field: string) => valueIn(record, field, shape);
  const mine = fields.filter((field) => !shape.whole || !sameValue(at(yours, field), at(base, field)));
  const isOthers = (field: string) => !sameValue(at(current, field), at(base, field));
  const differ = fields.filter((field) => !sameValue(at(yours, field), at(current, field)));
  const torn = (shape.together ?? []).filter(
    (group) => group.some((field) => mine.includes(field)) && group.some(isOthers),
  );
  const inQuestion = differ.filter(
    (field) => (mine.includes(field) && isOthers(field)) || torn.some((group) => group.includes(field)),
  );
  const kept = differ.filter((field) => inQuestion.includes(field) || !mine.includes(field));
  const theirsOf = (some: readonly string[]) => new Map(some.map((field) => [field, at(current, field)]));
  return {
    merged: withValues(yours, theirsOf(kept), shape),
    theirs: withValues(yours, theirsOf(differ), shape),
    inQuestion,
  };
}

/** The edit after the choice: your value in the fields named, theirs in the others in question. */
export function settledEdit<T extends object>(
  { merged, fields }: Pick<EditConflict<T>, "merged" | "fields">,
  mine: readonly string[],
  shape: EditShape = {},
): T {
  const chosen = fields.filter(({ field }) => mine.includes(field));
  return withValues(merged, new Map(chosen.map(({ field, yours }) => [field, yours])), shape);
}
