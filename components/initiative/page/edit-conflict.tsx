"use client";

import { fieldLabel, keptPatch, valueWords } from "@/components/initiative/page/fact-value";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { FormChoices, InitiativeData } from "@/components/initiative/shape";
import { ConflictDialog } from "@/components/ui/conflict-dialog";

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
  return (
    <ConflictDialog
      conflict={conflict.met}
      label={(field) => fieldLabel(field, sources)}
      words={(field, value) => valueWords(field, value, sources)}
      where={page}
      busy={edit.busy}
      onClose={() => void edit.dismiss()}
      onResolve={(_edit, mine) => {
        const inQuestion = conflict.met.fields.map(({ field }) => field);
        const dropped = inQuestion.filter((field) => !mine.includes(field)); // theirs stands in the record already
        void edit.resolve(keptPatch(conflict.patch, dropped));
      }}
    />
  );
}
