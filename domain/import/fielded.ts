import { parseDate } from "./date";
import { type CellFault, excerpt } from "./fault";
import { choiceKey } from "./label";
import { type ColumnMapping, mappedValue } from "./mapping";
import type { Names } from "./named";
import type { ImportField, ImportNoun } from "./noun";
import { matchOption, type Option } from "./option";

/** A column of a register as files fill it. `Values` is one record, `World` what names in a file can mean. */
export type FieldCell<Values, World> = Omit<ImportField, "options"> & {
  options?: readonly Option[];
  /** What files call the choices beside their labels. */
  synonyms?: Readonly<Record<string, readonly string[]>>;
  /** Whether a blank cell empties the field, or leaves what the record has. */
  blank: "empties" | "stays";
  /** Puts a text in, trimmed; an empty one empties. */
  set(values: Values, text: string, world: World, entry: ColumnMapping): CellFault | null;
  texts(values: Values, world: World): readonly string[];
  token?(values: Values, world: World): string;
};

/** A register declared by its columns. */
export type Fielded<Values, World> = Pick<
  ImportNoun<Values, World>,
  "words" | "required" | "key" | "empty" | "copy" | "name" | "code" | "settle" | "frozen"
> & { cells: (world: World) => readonly FieldCell<Values, World>[] };

export const refused = (reason: string, cure: string): CellFault => ({ kind: "invalid", reason, cure });

/** Words for what may stand in a cell, as far as a sentence holds them. */
export function oneOf(labels: readonly string[]): string {
  const shown = labels.slice(0, 12);
  return `Write one of: ${shown.join(", ")}${labels.length > shown.length ? ", …" : ""}.`;
}

/** A noun whose values are all of its fields: no custom fields, and a cell that cannot be read rejects its row. */
export function fieldedNoun<Values extends object, World extends object>(
  { cells, ...noun }: Fielded<Values, World>,
  synonymsOf: readonly Pick<FieldCell<Values, World>, "key" | "options" | "synonyms">[],
): ImportNoun<Values, World> {
  const known = new WeakMap<World, ReadonlyMap<string, FieldCell<Values, World>>>();
  const cellsIn = (world: World) => {
    const held = known.get(world) ?? new Map(cells(world).map((cell) => [cell.key, cell] as const));
    known.set(world, held);
    return held;
  };
  return {
    ...noun,
    fields: (world) =>
      [...cellsIn(world).values()].map(({ key, label, words, kind, options }) => ({
        ...{ key, label, words, kind },
        ...(options ? { options } : {}),
      })),
    customFields: () => null,
    keepsText: false,
    propose: (field, text) => {
      const found = synonymsOf.find(({ key }) => key === field);
      if (!found) return null;
      const word = choiceKey(text);
      const synonym = Object.entries(found.synonyms ?? {}).find(([, words]) => words.includes(word));
      return matchOption(found.options ?? [], text) ?? synonym?.[0] ?? null;
    },
    set: (values, entry, cell, world) => {
      if (entry.target.kind !== "field") return null;
      const found = cellsIn(world).get(entry.target.field);
      if (!found) return refused("Its field does not exist.", "Map the column again.");
      return found.set(values, cell.trim(), world, entry);
    },
    texts: (values, key, world) => cellsIn(world).get(key)?.texts(values, world) ?? [""],
    token: (values, key, world) => {
      const cell = cellsIn(world).get(key);
      return cell?.token?.(values, world) ?? cell?.texts(values, world)[0] ?? "";
    },
    saysNothing: (key, cell, world) => cell.trim() === "" && cellsIn(world).get(key)?.blank === "stays",
  };
}

type Labelled = { label: string; words: readonly string[] };
type Texts<Key extends string> = Record<Key, string | null>;

/** A text of at most `limit` characters; `missing` is said of a blank one that must not be. */
export const textCell = <Key extends string>(
  key: Key,
  { limit, missing, stays = false, ...of }: Labelled & { limit: number; missing?: string; stays?: boolean },
): FieldCell<Texts<Key>, object> => ({
  ...{ key, ...of, kind: "text", blank: stays ? "stays" : "empties" },
  set: (values, text) => {
    if (text === "" && missing) return refused(missing, "Fill the cell, or delete the row.");
    if (text.length > limit) {
      const [has, fit] = [text.length.toLocaleString("en-US"), limit.toLocaleString("en-US")];
      return refused(`The text has ${has} characters; ${fit} fit.`, "Shorten it.");
    }
    Object.assign(values, { [key]: text === "" ? null : text });
    return null;
  },
  texts: (values) => [values[key] ?? ""],
});

export const dateCell = <Key extends string>(
  key: Key,
  { stays = false, ...of }: Labelled & { stays?: boolean },
): FieldCell<Texts<Key>, object> => ({
  ...{ key, ...of, kind: "date", blank: stays ? "stays" : "empties" },
  set: (values, text, _world, { dateOrder }) => {
    const day = text === "" ? null : parseDate(text, dateOrder);
    if (text !== "" && day === null)
      return refused(
        `“${excerpt(text)}” is no complete date, or its day and month cannot be told apart.`,
        "Write a date such as 2026-11-20, or say above which comes first.",
      );
    Object.assign(values, { [key]: day });
    return null;
  },
  texts: (values) => [values[key] ?? ""],
});

export const choiceCell = <Key extends string>(
  key: Key,
  {
    stays = false,
    ...of
  }: Labelled & { options: readonly Option[]; synonyms?: FieldCell<never, never>["synonyms"]; stays?: boolean },
): FieldCell<Texts<Key>, object> => ({
  ...{ key, ...of, kind: "choice", blank: stays ? "stays" : "empties" },
  set: (values, text, _world, entry) => {
    const mapped = mappedValue(entry, choiceKey(text));
    const found = text === "" ? null : mapped === undefined ? matchOption(of.options, text) : mapped;
    const isOne = of.options.some(({ value }) => value === found);
    if (!isOne && text !== "" && (mapped !== null || stays))
      return refused(
        `There is no ${of.label.toLowerCase()} “${excerpt(text)}”.`,
        oneOf(of.options.map((one) => one.label)),
      );
    Object.assign(values, { [key]: isOne ? found : null });
    return null;
  },
  texts: (values) => [of.options.find(({ value }) => value === values[key])?.label ?? values[key] ?? ""],
  token: (values) => values[key] ?? "",
});

/** A record named by what it is called. `how` says how to name one. */
export const nameCell = <Key extends string, World>(
  key: string,
  {
    field,
    names,
    noun,
    how,
    ...of
  }: Labelled & { field: Key; names: (world: World) => Names; noun: string; how: string },
): FieldCell<Texts<Key>, World> => ({
  ...{ key, ...of, kind: "text", blank: "empties" },
  set: (values, text, world) => {
    const found = text === "" ? null : names(world).find(text);
    if (text !== "" && !found) {
      const several = found === null;
      return refused(
        several ? `“${excerpt(text)}” names several ${noun}s.` : `There is no ${noun} “${excerpt(text)}”.`,
        how,
      );
    }
    Object.assign(values, { [field]: found ?? null });
    return null;
  },
  texts: (values, world) => names(world).textsOf(values[field]),
  token: (values) => values[field] ?? "",
});
