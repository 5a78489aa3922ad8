import type { Patch } from "@/components/initiative/page/use-edit";
import type { FormChoices, InitiativeData } from "@/components/initiative/shape";
import { formatDate } from "@/components/ui/format";
import {
  INITIATIVE_STAGE_LABELS,
  INITIATIVE_TYPE_LABELS,
  type InitiativeStage,
  type InitiativeType,
} from "@/domain/initiative/choice";
import { fieldLabel as recordedLabel } from "@/domain/initiative/field-label";

type Sources = { choices: FormChoices | undefined; fields: InitiativeData["fields"] };

const CUSTOM = "custom.";

export const fieldLabel = (field: string, { fields }: Pick<Sources, "fields">): string =>
  field.startsWith(CUSTOM)
    ? (fields.find(({ id }) => id === field.slice(CUSTOM.length))?.label ?? "Field")
    : recordedLabel(field);

/** A value as a person reads it, for the two sides of a conflict. */
export function valueWords(field: string, value: unknown, { choices }: Sources): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = String(value);
  if (field === "stage") return INITIATIVE_STAGE_LABELS[text as InitiativeStage];
  if (field === "type") return INITIATIVE_TYPE_LABELS[text as InitiativeType];
  if (field === "tier") return `Tier ${text}`;
  if (field === "startOn" || field === "targetOn") return formatDate(text);
  if (field === "programId") return choices?.programs.find(({ id }) => id === text)?.name ?? "another program";
  if (field.endsWith("Id")) return choices?.members.find(({ id }) => id === text)?.name ?? "another person";
  return text;
}

/** The patch without the fields whose other value was chosen. */
export function keptPatch(patch: Patch, dropped: readonly string[]): Patch {
  const { custom, ...rest } = patch;
  const kept = Object.fromEntries(Object.entries(rest).filter(([field]) => !dropped.includes(field)));
  const own = Object.fromEntries(Object.entries(custom ?? {}).filter(([id]) => !dropped.includes(`${CUSTOM}${id}`)));
  return { ...kept, ...(Object.keys(own).length > 0 ? { custom: own } : {}) };
}
