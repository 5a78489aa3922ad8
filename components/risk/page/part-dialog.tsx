"use client";

import type { ReactNode } from "react";
import { FormError } from "@/components/access/form-error";
import { PartConflict } from "@/components/risk/page/part-conflict";
import type { PartState } from "@/components/risk/page/use-part";
import type { RiskData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

export type Members = readonly { id: string; name: string; active: boolean }[];

/** Around the fields of a part: its buttons, what is wrong, and both values where two people changed one. */
export function PartDialog<Patch extends object>({
  page,
  members,
  one,
  state,
  onClose,
  children,
}: {
  page: RiskData;
  members: Members;
  /** "control" */
  one: string;
  state: PartState<Patch>;
  onClose: () => void;
  children: ReactNode;
}) {
  const { isNew, fault, busy, conflict } = state;
  if (conflict)
    return (
      <PartConflict
        {...{ page, members, conflict, busy }}
        onClose={state.back}
        onResolve={(patch) => state.resolve(patch)}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={isNew ? `Add ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}` : `Edit the ${one}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy ? "Saving" : false} onClick={state.submit}>
            {isNew ? `Add ${one}` : "Save"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {children}
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
