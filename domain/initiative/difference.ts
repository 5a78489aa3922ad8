import { formatDate } from "../shared/figure";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_TYPE_LABELS } from "./choice";
import { fieldLabel } from "./field-label";
import type { StatedValues } from "./stated-values";

/** One recorded version of an initiative, without what is no field of it. */
export type RecordedValues = StatedValues & { code: string; tier: number | null; archivedAt: Date | null };

/** What ids in the record mean: members and programs by id, custom fields by id. */
export type Names = { of(id: string): string | undefined; field(id: string): string | undefined };

/** A changed field in words. Null is an empty value. */
export type Difference = { field: string; label: string; from: string | null; to: string | null };

const PEOPLE = ["sponsor", "owner", "lead"] as const;
const PLAIN = ["code", "title", "problem", "outcome", "businessUnit", "domain", "deliveryMethod"] as const;
const DATES = ["startOn", "targetOn"] as const;

function personOf(values: RecordedValues, person: (typeof PEOPLE)[number], names: Names): string | null {
  const id = values[`${person}Id`];
  return id === null ? values[`${person}Name`] : (names.of(id) ?? "a former member");
}

type Words = readonly [field: string, label: string, text: string | null];

function wordsOf(values: RecordedValues, names: Names): Words[] {
  const words = (field: string, text: string | null): Words => [field, fieldLabel(field), text];
  return [
    ...PLAIN.map((field) => words(field, values[field])),
    words("stage", values.stage && INITIATIVE_STAGE_LABELS[values.stage]),
    words("tier", values.tier === null ? null : `Tier ${values.tier}`),
    words("type", values.type && INITIATIVE_TYPE_LABELS[values.type]),
    ...PEOPLE.map((person) => words(`${person}Id`, personOf(values, person, names))),
    ...DATES.map((field) => words(field, values[field] && formatDate(values[field]))),
    words("programId", values.programId && (names.of(values.programId) ?? "a former program")),
    words("restricted", values.restricted ? "yes" : "no"),
    words("archivedAt", values.archivedAt ? "yes" : "no"),
    ...Object.entries(values.custom).map(
      ([id, text]): Words => [`custom.${id}`, names.field(id) ?? "a former field", text],
    ),
  ];
}

/** The fields in which two versions differ, in the order a page shows them. Without a version before: what was stated first. */
export function differencesOf(before: RecordedValues | null, after: RecordedValues, names: Names): Difference[] {
  const was = new Map((before ? wordsOf(before, names) : []).map(([field, label, text]) => [field, { label, text }]));
  const now = wordsOf(after, names);
  const found = now.flatMap(([field, label, to]): Difference[] => {
    const from = was.get(field)?.text ?? null;
    was.delete(field);
    const isDefault = !before && (to === "no" || field === "code" || field === "title");
    return from === to || isDefault ? [] : [{ field, label, from, to }];
  });
  const emptied = [...was].flatMap(([field, { label, text }]) =>
    text === null ? [] : [{ field, label, from: text, to: null }],
  );
  return [...found, ...emptied];
}
