"use client";

import { fieldLabel, keptPatch, valueWords } from "@/components/initiative/page/fact-value";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { FormChoices, InitiativeData } from "@/components/initiative/shape";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { formatDate } from "@/components/ui/format";

/** Both values of every field that somebody else changed in between; the person chooses. */
export function EditConflict({
  page,
  choices,
  edit,
}: {
  page: InitiativeData;
  choices: FormChoices | undefined;
  edit: InitiativeEditState;
}) {
  const { conflict } = edit;
  if (!conflict) return null;
  const sources = { choices, fields: page.fields };
  const fields = conflict.fields.map(({ field, before, yours, theirs }) => ({
    key: field,
    label: fieldLabel(field, sources),
    before: valueWords(field, before, sources),
    yours: valueWords(field, yours, sources),
    theirs: valueWords(field, theirs, sources),
  }));
  return (
    <ConflictDialog
      open
      who={conflict.by}
      when={formatDate(conflict.at, "instant", { timeZone: page.timeZone })}
      fields={fields}
      busy={edit.busy}
      onClose={() => void edit.dismiss()}
      onResolve={(chosen) => {
        const dropped = Object.keys(chosen).filter((key) => chosen[key] === "theirs");
        void edit.resolve(keptPatch(conflict.patch, dropped));
      }}
    />
  );
}
