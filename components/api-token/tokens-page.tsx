"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { NewTokenDialog } from "@/components/api-token/new-token-dialog";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { Dialog } from "@/components/ui/dialog";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { tokensHeadline } from "@/domain/api-token/sentence";
import { counted, sentenceCase } from "@/domain/shared/sentence";

export type TokenRow = {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  member: string;
  isMine: boolean;
  state: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  lastAddress: string | null;
};

/** Access tokens for programs: the person's own, and everybody's for who manages them. */
export function TokensPage({ org }: { org: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.apiToken.list.queryOptions({ org }));
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<TokenRow | null>(null);
  const inForce = data.rows.filter(({ state }) => state === "in force").length;
  return (
    <SettingsPage
      org={org}
      title={tokensHeadline(inForce, data.all)}
      lead="A program sends a token as “Authorization: Bearer …”. It may do what you allow it, and never more than you may."
      actions={
        <Button tone="primary" onClick={() => setMaking(true)}>
          New token
        </Button>
      }
    >
      <Section id="tokens" name="Access tokens" aside={sentenceCase(counted(data.total, "token"))}>
        {data.rows.length === 0 ? (
          <EmptyState title="No token yet">Make one for a script or a report that reads the registers.</EmptyState>
        ) : (
          <TokenTable org={org} rows={data.rows} all={data.all} onRevoke={setRevoking} />
        )}
      </Section>
      {making ? <NewTokenDialog org={org} scopes={data.scopes} onClose={() => setMaking(false)} /> : null}
      {revoking ? <RevokeDialog org={org} token={revoking} onClose={() => setRevoking(null)} /> : null}
    </SettingsPage>
  );
}

type TableProps = { org: string; rows: readonly TokenRow[]; all: boolean; onRevoke: (row: TokenRow) => void };

function TokenTable({ org, rows, all, onRevoke }: TableProps) {
  const { org: organisation } = useShell(org);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const columns: (PlainColumn<TokenRow> | null)[] = [
    {
      key: "name",
      label: "For",
      render: ({ name, hint, scopes }) => (
        <TwoLine main={name} sub={<span className="wrap-anywhere">{`…${hint} · ${scopes.join(", ")}`}</span>} />
      ),
    },
    all ? { key: "member", label: "Of", render: ({ member, isMine }) => (isMine ? `${member}, you` : member) } : null,
    {
      key: "state",
      label: "State",
      render: ({ state }) => (state === "in force" ? state : <span className="text-ink-2">{state}</span>),
    },
    {
      key: "used",
      label: "Last use",
      align: "right",
      wideOnly: true,
      render: ({ lastUsedAt, lastAddress }) =>
        lastUsedAt ? (
          <TwoLine plain main={<DateText value={lastUsedAt} shape="instant" {...where} />} sub={lastAddress} />
        ) : (
          <span className="text-ink-2">never</span>
        ),
    },
    {
      key: "until",
      label: "Works until",
      align: "right",
      wideOnly: true,
      render: ({ expiresAt }) => <DateText value={expiresAt} {...where} />,
    },
    {
      key: "more",
      label: <span className="sr-only">Actions</span>,
      align: "right",
      render: (row) =>
        row.state === "in force" ? (
          <Button size="small" tone="danger" aria-label={`Revoke ${row.name}`} onClick={() => onRevoke(row)}>
            Revoke
          </Button>
        ) : null,
    },
  ];
  return (
    <PlainTable
      label="Access tokens"
      rows={rows}
      rowKey={({ id }) => id}
      columns={columns.filter((column) => column !== null)}
    />
  );
}

function RevokeDialog({ org, token, onClose }: { org: string; token: TokenRow; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const revoke = useMutation(
    trpc.apiToken.revoke.mutationOptions({
      onSuccess: async () => {
        onClose();
        await notify({ message: `${token.name} is revoked.` });
      },
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.apiToken.pathKey() }),
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Revoke ${token.name}?`}
      description="The program that uses it is refused from its next request on. A token cannot be brought back; make a new one."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            tone="danger"
            busy={revoke.isPending ? "Revoking" : false}
            onClick={() => revoke.mutate({ org, tokenId: token.id })}
          >
            Revoke
          </Button>
        </>
      }
    >
      <FormError message={revoke.error?.message} />
    </Dialog>
  );
}
