import type { CustomFieldKind } from "../initiative/choice";
import type { CellFault } from "./fault";
import type { ColumnMapping } from "./mapping";
import type { Option } from "./option";
import type { ImportWords } from "./words";

/**
 * What a column can fill. `words` is what other files call it, likeliest first, as phraseOf() writes a header. A field with
 * options is a choice, whose values a person may map one by one. A share is a fraction of one, written so or in hundredths.
 */
export type ImportField = {
  key: string;
  label: string;
  words: readonly string[];
  kind: "text" | "date" | "choice" | "share";
  options?: readonly Option[];
  /** What is made of a value that is none of the options, where the import can make it. */
  makes?: string;
};

export type CustomField = { id: string; label: string; kind: CustomFieldKind; choices: string[]; isNew?: boolean };

/** A record of the organisation. Rows that share a key are matched in the order they are given. */
export type Existing<Values> = Values & { id: string; version: number };

/** What contradicts itself in a record as it would be; the first of `keys` that the file fills is blamed. */
export type Contradiction = { keys: readonly string[]; value: string | null; reason: string; cure: string };

/**
 * A noun that files can be imported as: what columns fill, how a cell becomes a value and is written again. `World` is what
 * names in a file can mean in the organisation. Everything else an import does is the same for each noun.
 */
export type ImportNoun<Values, World> = {
  words: ImportWords;
  fields(world: World): readonly ImportField[];
  /** The field without which a row is nothing. */
  required: string;
  /** In the order of their position; null where columns without a field of their own are not imported. */
  customFields(world: World): ReadonlyMap<string, CustomField> | null;
  /**
   * Whether the text of a cell that cannot be read is kept beside an empty value. Where it is not, such a row is rejected,
   * and a cell that reads as an export writes the value stands for that value.
   */
  keepsText: boolean;
  /** A code is the key where it is stated for every row, or for some; else the fields named, as far as the file has them. */
  key: { code: "every row" | "some rows"; otherwise: readonly string[] };

  empty(world: World): Values;
  copy(values: Values): Values;
  name(values: Values): string;
  code(values: Values): string | null;
  /** The option a value of a choice names by words other inventories use. */
  propose(field: string, text: string): string | null;
  set(values: Values, entry: ColumnMapping, cell: string, world: World): CellFault | null;
  /** As the export for importing again writes it, then as the register's does. */
  texts(values: Values, key: string, world: World): readonly string[];
  /** Differs whenever the stored value does, also where two values read alike. */
  token(values: Values, key: string, world: World): string;
  /** True for a blank cell that leaves what a record has. */
  saysNothing(key: string, cell: string, world: World): boolean;
  /** Makes a record that is new or changes whole, and says what contradicts itself. `said`: keys the file fills. */
  settle(next: Values, was: Existing<Values> | null, said: ReadonlySet<string>, world: World): Contradiction[];
  /** Why a record may not be changed; null when it may. */
  frozen(existing: Existing<Values>): { reason: string; cure: string } | null;
};

/** The text of a cell as an export writes it. */
export const exportText = <Values, World>(
  noun: Pick<ImportNoun<Values, World>, "texts">,
  values: Values,
  key: string,
  world: World,
): string => noun.texts(values, key, world)[0] ?? "";
