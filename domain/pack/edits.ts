import { FIELD_LABELS } from "../initiative/field-label";
import { formatNumber } from "../shared/figure";
import { counted, plural, sentence, verb } from "../shared/sentence";

/** One edited field as a person reads it; latest first where several come. */
export type EditRow = {
  readonly code: string;
  readonly title: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
};

/** A field with what it was at first and is at last; `times` it was edited in between. */
export type NetEdit = EditRow & { readonly times: number };

export type EditGroup = { readonly code: string; readonly title: string; readonly edits: readonly NetEdit[] };

export type Condensed = {
  /** By initiative, the one edited last first. */
  readonly groups: readonly EditGroup[];
  /** Edits that stand in the groups. */
  readonly listed: number;
  /** What is only counted: by field, the most frequent first, with the codes it was edited in. */
  readonly counted: readonly { readonly field: string; readonly times: number; readonly codes: readonly string[] }[];
};

/** Fields that describe: a committee decides nothing by how they are worded. All others are listed. */
const DESCRIBING: ReadonlySet<string> = new Set(
  (["problem", "outcome", "businessUnit", "domain", "type", "deliveryMethod", "tags"] as const).map(
    (field) => FIELD_LABELS[field],
  ),
);

const groupedBy = <Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

/** What became of one field over all its edits; null where it is at last what it was at first. */
function netOf(edits: readonly EditRow[]): NetEdit | null {
  const [latest, first] = [edits[0], edits.at(-1)];
  if (!latest || !first || latest.to === first.from) return null;
  return { ...latest, from: first.from, times: edits.length };
}

/**
 * A list of edits as a committee reads it: under each initiative what dates, people, stages and own fields became, once
 * a field; what only describes, or was set back, is counted. Every edit is in one of the two.
 */
export function condenseEdits(rows: readonly EditRow[]): Condensed {
  const groups: EditGroup[] = [];
  const aside: EditRow[] = rows.filter(({ field }) => DESCRIBING.has(field));
  const grave = rows.filter(({ field }) => !DESCRIBING.has(field));
  for (const [code, mine] of groupedBy(grave, (row) => row.code)) {
    const edits: NetEdit[] = [];
    for (const fieldEdits of groupedBy(mine, (row) => row.field).values()) {
      const net = netOf(fieldEdits);
      if (net) edits.push(net);
      else aside.push(...fieldEdits);
    }
    if (edits.length > 0) groups.push({ code, title: mine[0]?.title ?? "", edits });
  }
  const fields = [...groupedBy(aside, (row) => row.field)].map(([field, edits]) => ({
    field,
    times: edits.length,
    codes: [...new Set(edits.map((edit) => edit.code))].sort(),
  }));
  fields.sort((one, other) => other.times - one.times || (one.field < other.field ? -1 : 1));
  return { groups, listed: rows.length - aside.length, counted: fields };
}

/** "12 more edits: outcome of AI-03 and AI-07, problem of AI-03."; null where none is left. */
export function countedSentence({ counted: fields }: Condensed, mostCodes: number): string | null {
  const all = fields.reduce((sum, { times }) => sum + times, 0);
  if (all === 0) return null;
  const said = fields.map(({ field, codes }) => {
    const shown = codes.slice(0, mostCodes).join(", ");
    const rest = codes.length > mostCodes ? ` and ${formatNumber(codes.length - mostCodes)} more` : "";
    return `${field.charAt(0).toLowerCase()}${field.slice(1)} of ${shown}${rest}`;
  });
  return `${formatNumber(all)} more ${plural(all, "edit")}: ${said.join("; ")}.`;
}

/** "Dates, people and stages of 14 initiatives changed; 41 edits of details are only counted." */
export function editsConclusion({ groups, counted: fields }: Condensed): string {
  const aside = fields.reduce((sum, { times }) => sum + times, 0);
  const listed =
    groups.length === 0
      ? "no date, person or stage was edited"
      : `dates, people, stages and own fields changed in ${counted(groups.length, "initiative")}`;
  return sentence(
    aside === 0 ? listed : `${listed}; ${counted(aside, "edit")} of details ${verb(aside, "is", "are")} counted below`,
  );
}
