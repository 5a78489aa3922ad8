"use client";

import { useShell } from "@/components/providers/use-shell";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { DateText } from "@/components/ui/date-text";

export type AuditRow = {
  id: string;
  at: Date;
  who: string;
  by: string;
  did: string;
  about: string | null;
  reason: string | null;
  address: string | null;
  device: string | null;
  seeded: boolean;
};

const BY: Record<string, string> = { job: "a job of the product", database: "in the database itself" };

export function AuditTable({ org, rows }: { org: string; rows: readonly AuditRow[] }) {
  const { org: organisation } = useShell(org);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  return (
    <PlainTable
      label="Audit log"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "at",
          label: "When",
          width: "150px",
          render: ({ at, who, by, seeded }) => (
            <TwoLine
              plain
              main={<DateText value={at} shape="instant" {...where} />}
              sub={
                <>
                  <span className="block font-medium text-ink text-note wide:hidden">{who}</span>
                  {BY[by] ? <span className="block wide:hidden">{BY[by]}</span> : null}
                  {seeded ? "set by the seed" : null}
                </>
              }
            />
          ),
        },
        { key: "who", label: "Who", wideOnly: true, render: ({ who, by }) => <TwoLine main={who} sub={BY[by]} /> },
        {
          key: "what",
          label: "What",
          render: ({ did, about, reason }) => (
            <TwoLine
              plain
              main={about ? `${did}: ${about}` : did}
              sub={reason ? <span className="wrap-anywhere">{reason}</span> : undefined}
            />
          ),
        },
        {
          key: "where",
          label: "From",
          wideOnly: true,
          render: ({ address, device }) =>
            address ? <TwoLine plain main={<span className="wrap-anywhere">{address}</span>} sub={device} /> : "–",
        },
      ]}
    />
  );
}
