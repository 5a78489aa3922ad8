"use client";

import { fieldLabel, valueWords } from "@/components/risk/page/field-words";
import type { RiskData } from "@/components/risk/shape";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import type { EditConflict } from "@/domain/shared/edit";

/** Both values of every field that two people changed, with the words of a risk. */
export function PartConflict<T extends object>({
  page,
  members,
  conflict,
  busy,
  onResolve,
  onClose,
}: {
  page: RiskData;
  members: readonly { id: string; name: string }[];
  conflict: EditConflict<T>;
  busy?: boolean;
  onResolve: (patch: T) => void;
  onClose: () => void;
}) {
  return (
    <ConflictDialog
      conflict={conflict}
      label={fieldLabel}
      words={(field, value) => valueWords(field, value, { page, members })}
      where={page}
      busy={busy ?? false}
      onResolve={(patch) => onResolve(patch)}
      onClose={onClose}
    />
  );
}
