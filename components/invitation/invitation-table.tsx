"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ShownLink } from "@/components/invitation/shown-link";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { Dialog } from "@/components/ui/dialog";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { ROLE_LABELS, type Role } from "@/domain/access/permission";

export type InvitationRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  expiresAt: Date;
  expired: boolean;
  invitedBy: string | null;
};

type Shown = { row: InvitationRow; path: string; expiresAt: Date };

/** Invitations that nobody has accepted yet: a new link for each, or none any more. */
export function InvitationTable({ org, rows }: { org: string; rows: readonly InvitationRow[] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { org: organisation } = useShell(org);
  const [shown, setShown] = useState<Shown | null>(null);
  const [withdrawing, setWithdrawing] = useState<InvitationRow | null>(null);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.invitation.pathKey() });
  const failed = async (error: { message: string }) => {
    await refresh();
    await notify({ message: error.message, tone: "bad" });
  };
  const renew = useMutation(
    trpc.invitation.renew.mutationOptions({
      onSuccess: async ({ path, expiresAt, invitationId }) => {
        const row = rows.find(({ id }) => id === invitationId);
        if (row) setShown({ row, path, expiresAt });
        await refresh();
      },
      onError: failed,
    }),
  );
  const revoke = useMutation(
    trpc.invitation.revoke.mutationOptions({
      onSuccess: async () => {
        setWithdrawing(null);
        await refresh();
        await notify({ message: "The invitation is withdrawn; its link does not work any more." });
      },
      onError: failed,
    }),
  );
  return (
    <Section id="invitations" name="Invitations" aside="not accepted yet">
      <PlainTable
        label="Invitations"
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "name",
            label: "Name",
            render: ({ name, email }) => <TwoLine main={name} sub={<span className="wrap-anywhere">{email}</span>} />,
          },
          { key: "role", label: "Role", render: ({ role }) => ROLE_LABELS[role] },
          { key: "by", label: "Invited by", wideOnly: true, render: ({ invitedBy }) => invitedBy ?? "–" },
          {
            key: "until",
            label: "Link works until",
            wideOnly: true,
            render: ({ expiresAt, expired }) =>
              expired ? (
                <span className="font-medium text-watch">expired</span>
              ) : (
                <DateText value={expiresAt} {...where} />
              ),
          },
          {
            key: "more",
            label: <span className="sr-only">Actions</span>,
            align: "right",
            render: (row) => (
              <span className="inline-flex flex-wrap justify-end gap-2">
                <Button
                  size="small"
                  aria-label={`New link for ${row.name}`}
                  disabled={renew.isPending}
                  onClick={() => renew.mutate({ org, invitationId: row.id })}
                >
                  New link
                </Button>
                <Button
                  size="small"
                  tone="danger"
                  aria-label={`Withdraw the invitation of ${row.name}`}
                  onClick={() => setWithdrawing(row)}
                >
                  Withdraw
                </Button>
              </span>
            ),
          },
        ]}
      />
      {shown ? (
        <Dialog
          open
          onClose={() => setShown(null)}
          title={`A new link for ${shown.row.name}`}
          description={`It goes to ${shown.row.email} by mail. The link before does not work any more; this one works until ${formatDate(shown.expiresAt, "day", where)}.`}
          actions={<Button onClick={() => setShown(null)}>Done</Button>}
        >
          <ShownLink path={shown.path} />
        </Dialog>
      ) : null}
      {withdrawing ? (
        <Dialog
          open
          onClose={() => setWithdrawing(null)}
          title={`Withdraw the invitation of ${withdrawing.name}?`}
          description="Its link stops working at once. You can invite them again."
          actions={
            <>
              <Button onClick={() => setWithdrawing(null)}>Keep it</Button>
              <Button
                tone="danger"
                busy={revoke.isPending ? "Withdrawing" : false}
                onClick={() => revoke.mutate({ org, invitationId: withdrawing.id })}
              >
                Withdraw
              </Button>
            </>
          }
        />
      ) : null}
    </Section>
  );
}
