import { INITIATIVE_STAGE_LABELS, INITIATIVE_TYPES, type InitiativeStage } from "@/domain/initiative/choice";
import { fieldLabel } from "@/domain/initiative/field-label";
import { formatDate } from "@/domain/shared/figure";
import { listOf } from "@/domain/shared/sentence";

/** Names of what an edit points to, by id. */
export type Names = Readonly<Record<"members" | "programs" | "fields", ReadonlyMap<string, string>>>;

type Edit = { readonly field: string; readonly from: string | null; readonly to: string | null };
type Reader = (value: string, names: Names) => string;

const person: Reader = (id, { members }) => members.get(id) ?? "somebody no longer recorded";
const plain: Reader = (value) => value;
const READERS: Readonly<Record<string, Reader>> = {
  sponsorId: person,
  ownerId: person,
  leadId: person,
  programId: (id, { programs }) => programs.get(id) ?? "a program no longer recorded",
  startOn: (date) => formatDate(date),
  targetOn: (date) => formatDate(date),
  restricted: (flag) => (flag === "true" ? "yes" : "no"),
  archivedAt: () => "yes",
  stage: (stage) => INITIATIVE_STAGE_LABELS[stage as InitiativeStage] ?? stage,
  type: (type) => (INITIATIVE_TYPES.some((known) => known === type) ? type.replaceAll("_", " ") : type),
};

/** An edit as a person reads it: names instead of ids, labels instead of columns. */
export function editWords({ field, from, to }: Edit, names: Names): Edit {
  if (field === "custom") return customWords({ field, from, to }, names);
  const reader = READERS[field] ?? plain;
  const say = (value: string | null) => (value === null || value === "" ? null : reader(value, names));
  return { field: fieldLabel(field), from: say(from), to: say(to) };
}

/** Custom fields are held together: only those that differ are said. */
function customWords({ from, to }: Edit, { fields }: Names): Edit {
  const [before, after] = [valuesOf(from), valuesOf(to)];
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => before.get(id) !== after.get(id))
    .sort();
  const say = (values: ReadonlyMap<string, string>) => {
    const said = changed.flatMap((id) => values.get(id) ?? []);
    return said.length === 0 ? null : said.join("; ");
  };
  const labels = changed.map((id) => fields.get(id) ?? "a field no longer recorded");
  return { field: labels.length === 0 ? fieldLabel("custom") : listOf(labels, 3), from: say(before), to: say(after) };
}

function valuesOf(json: string | null): Map<string, string> {
  const parsed: unknown = json === null ? {} : JSON.parse(json);
  return new Map(Object.entries(parsed as Record<string, unknown>).map(([id, value]) => [id, String(value)]));
}
