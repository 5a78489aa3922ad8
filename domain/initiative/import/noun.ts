import type { ImportField, ImportNoun } from "../../import/noun";
import { IMPORT_WORDS } from "../../import/words";
import { FIELD_LABELS } from "../field-label";
import { datesInOrder } from "../input";
import { cellText, type Register, setCell, valueToken } from "./cell";
import { FIELD_WORDS } from "./synonym";
import {
  CHOICE_OPTIONS,
  type ExistingRow,
  emptyValues,
  IMPORT_FIELDS,
  type InitiativeValues,
  isChoiceField,
  proposeOption,
} from "./values";

const fieldsOf = ({ programs }: Register): ImportField[] =>
  IMPORT_FIELDS.map((key) => {
    const field = { key, label: FIELD_LABELS[key], words: FIELD_WORDS[key] };
    if (isChoiceField(key)) return { ...field, kind: "choice", options: CHOICE_OPTIONS[key] };
    if (key === "program") {
      const options = programs.map(({ id, name }) => ({ value: id, label: name }));
      return { ...field, kind: "choice", options, makes: "A new program of this name" };
    }
    return { ...field, kind: key === "startOn" || key === "targetOn" ? "date" : "text" };
  });

/** Initiatives: every column finds a place, as a field or a custom field, and text that cannot be read is kept. */
export const INITIATIVE_IMPORT: ImportNoun<InitiativeValues & { isArchived?: boolean }, Register> = {
  words: IMPORT_WORDS.initiative,
  fields: fieldsOf,
  required: "title",
  customFields: ({ customFields }) => customFields,
  keepsText: true,
  key: { code: "every row", otherwise: ["businessUnit", "title"] },

  empty: emptyValues,
  copy: (values) => ({
    ...values,
    tags: [...values.tags],
    custom: { ...values.custom },
    source: { ...values.source },
  }),
  name: ({ title }) => title,
  code: ({ code }) => code,
  propose: (field, text) => (isChoiceField(field) ? proposeOption(field, text) : null),
  set: setCell,
  texts: (values, key, register) => [cellText(values, key, register)],
  token: valueToken,
  saysNothing: (key, cell) => (key === "code" || key === "restricted") && cell.trim() === "",
  settle: (next) =>
    datesInOrder(next)
      ? []
      : [
          {
            keys: ["targetOn", "startOn"],
            value: next.targetOn,
            reason: `The target date ${next.targetOn} is before the start date ${next.startOn}.`,
            cure: "Correct one of the two dates.",
          },
        ],
  frozen: ({ isArchived, code, title }: ExistingRow) =>
    isArchived
      ? {
          reason: `${code ?? ""} “${title}” is archived.`,
          cure: "Restore the initiative to change it, or delete the row.",
        }
      : null,
};
