"use client";

import { fieldLabel, keptPatch, valueWords } from "@/components/initiative/page/fact-value";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { FormChoices, InitiativeData } from "@/components/initiative/shape";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { formatDate } from "@/components/ui/format";
import { notify } from "@/components/ui/toast";

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
  const leave = async () => {
    edit.closeConflict();
    await edit.refresh();
  };
  return (
    <ConflictDialog
      open
      who={conflict.by}
      when={formatDate(conflict.at, "instant", { timeZone: page.timeZone })}
      fields={fields}
      busy={edit.busy}
      onClose={() => void leave()}
      onResolve={(chosen) => {
        const dropped = Object.keys(chosen).filter((key) => chosen[key] === "theirs");
        const patch = keptPatch(conflict.patch, dropped);
        if (Object.keys(patch).length === 0) return void leave();
        const label = fields.map((field) => field.label).join(", ");
        void edit
          .save(label, patch, {}, conflict.version)
          .then((wrong) =>
            wrong ? notify({ message: "It could not be saved", detail: wrong, tone: "bad" }) : undefined,
          );
      }}
    />
  );
}
