"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { MemberRow } from "@/components/member/member-table";
import { useShell } from "@/components/organisation/use-shell";
import { useTRPC } from "@/components/providers/trpc";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Select } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { notify } from "@/components/ui/toast";
import { ROLE_LABELS, ROLES, type Role } from "@/domain/access/permission";

type Conflict = { yours: Role; theirs: { role: Role; version: number }; by: string; at: Date };

/** A member's role, changed in place; the notice offers the way back. */
export function RoleSelect({ org, member }: { org: string; member: MemberRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { org: organisation } = useShell(org);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.member.pathKey() });
  const change = useMutation(
    trpc.member.changeRole.mutationOptions({
      onSuccess: async (result, wanted) => {
        await refresh();
        if (result.outcome === "conflict") {
          setConflict({ yours: wanted.role, theirs: result.theirs, by: result.by, at: result.at });
          return;
        }
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
        className="-ml-2.5 bg-transparent! not-hover:not-focus:border-transparent!"
        value={shown}
        disabled={change.isPending}
        onChange={(event) => {
          const role = ROLES.find((each) => each === event.target.value);
          if (role) change.mutate({ org, memberId: member.id, role, version: member.version });
        }}
      >
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {ROLE_LABELS[role]}
          </option>
        ))}
      </Select>
      {conflict ? (
        <ConflictDialog
          open
          who={conflict.by}
          when={formatDate(conflict.at, "instant", {
            locale: organisation?.locale,
            timeZone: organisation?.timeZone,
          })}
          fields={[
            {
              ...{ key: "role", label: `Role of ${member.name}` },
              ...{ yours: ROLE_LABELS[conflict.yours], theirs: ROLE_LABELS[conflict.theirs.role] },
            },
          ]}
          busy={change.isPending}
          onClose={() => setConflict(null)}
          onResolve={({ role }) => {
            const { version } = conflict.theirs;
            if (role === "yours") change.mutate({ org, memberId: member.id, role: conflict.yours, version });
            else setConflict(null);
          }}
        />
      ) : null}
    </>
  );
}
