import { isPlainNumber, parseDate } from "../../import/date";
import type { CellFault } from "../../import/fault";
import { choiceKey } from "../../import/label";
import { type ColumnMapping, mappedValue } from "../../import/mapping";
import { findMember, type Member } from "../../import/member";
import type { CustomField } from "../../import/noun";
import { matchOption } from "../../import/option";
import {
  INITIATIVE_STAGE_LABELS,
  INITIATIVE_TYPE_LABELS,
  type InitiativePerson,
  type InitiativeStage,
  type InitiativeTier,
  type InitiativeType,
} from "../choice";
import { LIMITS } from "../input";
import { CHOICE_OPTIONS, type ImportField, type InitiativeValues, isImportField } from "./values";

export type Program = { id: string; name: string };

/** What names in a file can mean in this organisation. */
export type Register = {
  members: readonly Member[];
  programs: readonly Program[];
  /** In the order of their position. */
  customFields: ReadonlyMap<string, CustomField>;
};

const KEEP_CURE = "Correct the cell, or let its text be kept beside an empty value.";

const unread = (reason: string, cure = KEEP_CURE): CellFault => ({ kind: "unread", reason, cure });
const invalid = (reason: string, cure: string): CellFault => ({ kind: "invalid", reason, cure });

const TEXT_LIMITS = {
  code: LIMITS.code,
  title: LIMITS.title,
  problem: LIMITS.text,
  outcome: LIMITS.text,
  businessUnit: LIMITS.short,
  domain: LIMITS.short,
  deliveryMethod: LIMITS.short,
} as const;
type TextField = keyof typeof TEXT_LIMITS;
const isTextField = (field: ImportField): field is TextField => field in TEXT_LIMITS;

const tooLong = (text: string, limit: number): CellFault | null =>
  text.length <= limit
    ? null
    : invalid(
        `The text has ${text.length.toLocaleString("en-US")} characters; ${limit.toLocaleString("en-US")} fit.`,
        "Shorten it.",
      );

function setText(values: InitiativeValues, field: TextField, plain: string): CellFault | null {
  const fault = tooLong(plain, TEXT_LIMITS[field]);
  if (fault) return fault;
  if (field === "title") {
    if (plain === "") return invalid("The title is missing.", "Give the initiative a title, or delete the row.");
    values.title = plain;
  } else values[field] = plain || null;
  return null;
}

function setChoice(values: InitiativeValues, field: "type" | "tier" | "stage", plain: string, entry: ColumnMapping) {
  const mapped = mappedValue(entry, choiceKey(plain));
  const found = plain === "" ? null : mapped === undefined ? matchOption(CHOICE_OPTIONS[field], plain) : mapped;
  const known = CHOICE_OPTIONS[field].some(({ value }) => value === found) ? found : null;
  if (field === "type") values.type = known as InitiativeType | null;
  else if (field === "stage") values.stage = known as InitiativeStage | null;
  else values.tier = known === null ? null : (Number(known) as InitiativeTier);
  if (known !== null || plain === "" || mapped === null) return null;
  return unread(
    "This value is not mapped.",
    "Map it to one of the choices, or leave it as “not stated” with its text kept.",
  );
}

function setPerson(values: InitiativeValues, person: InitiativePerson, plain: string, register: Register) {
  const fault = tooLong(plain, LIMITS.short);
  if (fault) return fault;
  const member = plain === "" ? null : findMember(register.members, plain);
  values[`${person}Id`] = member?.id ?? null;
  values[`${person}Name`] = member || plain === "" ? null : plain;
  return null;
}

function setDate(values: InitiativeValues, field: "startOn" | "targetOn", plain: string, entry: ColumnMapping) {
  values[field] = parseDate(plain, entry.dateOrder);
  if (values[field] !== null || plain === "") return null;
  return unread("This is no complete date, or its day and month cannot be told apart.");
}

function setProgram(values: InitiativeValues, plain: string, entry: ColumnMapping, register: Register) {
  const options = register.programs.map(({ id, name }) => ({ value: id, label: name }));
  const mapped = mappedValue(entry, choiceKey(plain));
  const found = plain === "" ? null : mapped === undefined ? matchOption(options, plain) : mapped;
  values.programId = options.some(({ value }) => value === found) ? found : null;
  if (values.programId !== null || plain === "" || mapped === null) return null;
  return unread("No program has this name.", "Make the program first, or map the name to one.");
}

function setRestricted(values: InitiativeValues, plain: string): CellFault | null {
  const key = choiceKey(plain);
  if (["yes", "y", "true", "1", "restricted", "x"].includes(key)) values.restricted = true;
  else if (["no", "n", "false", "0", "not restricted"].includes(key)) values.restricted = false;
  else if (key !== "")
    return invalid("Restricted must be yes or no: it decides who sees the initiative.", "Write Yes or No.");
  return null; // blank says nothing, so what holds stays
}

const TAG_BREAK = /\s*[;\n]\s*/;

function setTags(values: InitiativeValues, plain: string): CellFault | null {
  const parts = plain.split(TAG_BREAK.test(plain) ? TAG_BREAK : /\s*,\s*/).filter(Boolean);
  const names = [...new Map(parts.map((name) => [choiceKey(name), name])).values()];
  const long = names.find((name) => name.length > LIMITS.tag);
  if (names.length > LIMITS.tags)
    return invalid(`The cell holds ${names.length} tags; ${LIMITS.tags} fit.`, "Remove some.");
  if (long) return invalid(`A tag has ${long.length} characters; ${LIMITS.tag} fit.`, "Separate tags by semicolons.");
  values.tags = names.sort(); // the order in which tag rows are read back
  return null;
}

function setCustom(values: InitiativeValues, field: CustomField, cell: string, entry: ColumnMapping): CellFault | null {
  const fault = tooLong(cell, LIMITS.text);
  if (fault) return fault;
  const plain = cell.trim();
  const put = (value: string | null) => {
    if (value === null || value === "") delete values.custom[field.id];
    else values.custom[field.id] = value;
    return value !== null || plain === "";
  };
  if (field.kind === "text") put(cell);
  if (field.kind === "number" && !put(isPlainNumber(plain) ? plain : null)) return unread("This is no plain number.");
  if (field.kind === "date" && !put(parseDate(plain, entry.dateOrder))) return unread("This is no complete date.");
  if (field.kind !== "choice") return null;
  const mapped = plain === "" ? null : mappedValue(entry, choiceKey(plain));
  const options = field.choices.map((label) => ({ value: label, label }));
  const wanted = mapped === undefined ? (matchOption(options, plain) ?? plain) : mapped;
  const found = field.isNew || (wanted !== null && field.choices.includes(wanted)) ? wanted : null;
  return put(found) || mapped === null
    ? null
    : unread("This value is not among the choices.", "Map it to one of them.");
}

/** Puts a cell into the values of an initiative, and its text into `source` where the value alone would not give it back. */
export function setCell(
  values: InitiativeValues,
  entry: ColumnMapping,
  cell: string,
  register: Register,
): CellFault | null {
  const { target } = entry;
  if (target.kind === "field") {
    if (!isImportField(target.field)) return invalid("Its field does not exist.", "Map the column again.");
    const fault = setField(values, target.field, cell.trim(), entry, register);
    keepSource(values, target.field, cell, register);
    return fault;
  }
  if (target.kind !== "custom") return null;
  const field = register.customFields.get(target.id);
  if (!field) return invalid("Its custom field no longer exists.", "Map the column again.");
  const fault = setCustom(values, field, cell, entry);
  keepSource(values, target.id, cell, register);
  return fault;
}

function setField(
  values: InitiativeValues,
  field: ImportField,
  plain: string,
  entry: ColumnMapping,
  register: Register,
) {
  if (isTextField(field)) return setText(values, field, plain);
  if (field === "type" || field === "tier" || field === "stage") return setChoice(values, field, plain, entry);
  if (field === "sponsor" || field === "owner" || field === "lead") return setPerson(values, field, plain, register);
  if (field === "startOn" || field === "targetOn") return setDate(values, field, plain, entry);
  if (field === "program") return setProgram(values, plain, entry, register);
  return field === "restricted" ? setRestricted(values, plain) : setTags(values, plain);
}

function keepSource(values: InitiativeValues, key: string, cell: string, register: Register): void {
  if (valueText(values, key, register) === cell) delete values.source[key];
  else values.source[key] = cell;
}

function personText(values: InitiativeValues, person: InitiativePerson, { members }: Register): string {
  const id = values[`${person}Id`];
  return (id === null ? values[`${person}Name`] : members.find((member) => member.id === id)?.name) ?? "";
}

/** A value as export writes it when no imported text is kept. `key` is a field or a custom field's id. */
function valueText(values: InitiativeValues, key: string, register: Register): string {
  switch (key as ImportField) {
    case "type":
      return values.type === null ? "" : INITIATIVE_TYPE_LABELS[values.type];
    case "stage":
      return values.stage === null ? "" : INITIATIVE_STAGE_LABELS[values.stage];
    case "tier":
      return values.tier === null ? "" : `${values.tier}`;
    case "sponsor":
    case "owner":
    case "lead":
      return personText(values, key as InitiativePerson, register);
    case "program":
      return register.programs.find(({ id }) => id === values.programId)?.name ?? "";
    case "restricted":
      return values.restricted ? "Yes" : "No";
    case "tags":
      return values.tags.join("; ");
    default: {
      if (key === "startOn" || key === "targetOn") return values[key] ?? "";
      return isTextField(key as ImportField) ? (values[key as TextField] ?? "") : (values.custom[key] ?? "");
    }
  }
}

/** Differs whenever the stored value does, also where two values read alike (a name, and the member of that name). */
export function valueToken(values: InitiativeValues, key: string, register: Register): string {
  if (key === "program") return values.programId ?? "";
  const isPerson = key === "sponsor" || key === "owner" || key === "lead";
  return isPerson ? `${values[`${key}Id`]} ${values[`${key}Name`]}` : valueText(values, key, register);
}

/** The cell of an initiative in an export: the imported text while it still stands, else the value. */
export const cellText = (values: InitiativeValues, key: string, register: Register): string =>
  values.source[key] ?? valueText(values, key, register);
