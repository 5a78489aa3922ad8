"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RoleOptions } from "@/components/access/role-options";
import type { MemberRow } from "@/components/member/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Select } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { ROLE_LABELS, ROLES, type Role } from "@/domain/access/permission";
import type { EditConflict } from "@/domain/shared/edit";

/** A member's role, changed in place; the notice offers the way back. */
export function RoleSelect({ org, member }: { org: string; member: MemberRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { org: organisation } = useShell(org);
  const [conflict, setConflict] = useState<EditConflict<{ role: Role }> | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.member.pathKey() });
  const change = useMutation(
    trpc.member.changeRole.mutationOptions({
      onSuccess: async (result) => {
        await refresh();
        if (result.outcome === "conflict") return setConflict(result);
        setConflict(null);
        const { id: memberId, role, version } = result.row;
        const before = member.role;
        await notify({
          message: `${member.name} is now ${ROLE_LABELS[role]}.`,
          detail: "It holds from their next click; they need not sign in again.",
          action:
            role === before
              ? undefined
              : { label: "Undo", onSelect: () => change.mutate({ org, memberId, role: before, version }) },
        });
      },
      onError: async (error) => {
        await refresh();
        await notify({ message: error.message, tone: "bad" });
      },
    }),
  );
  const shown = change.isPending ? change.variables.role : member.role;
  return (
    <>
      <Select
        aria-label={`Role of ${member.name}`}
        className="wide:h-[28px]! wide:text-note! -ml-2.5 bg-transparent! not-hover:not-focus:border-transparent!"
        value={shown}
        disabled={change.isPending}
        onChange={(event) => {
          const role = ROLES.find((each) => each === event.target.value);
          if (role) change.mutate({ org, memberId: member.id, role, version: member.version });
        }}
      >
        <RoleOptions />
      </Select>
      {conflict ? (
        <ConflictDialog
          conflict={conflict}
          label={() => `Role of ${member.name}`}
          words={(_field, role) => ROLE_LABELS[role as Role]}
          where={organisation}
          busy={change.isPending}
          onClose={() => setConflict(null)}
          onResolve={({ role }, mine) => {
            if (mine.length === 0) setConflict(null);
            else change.mutate({ org, memberId: member.id, role, version: conflict.version });
          }}
        />
      ) : null}
    </>
  );
}
