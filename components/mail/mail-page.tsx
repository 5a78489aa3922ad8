"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { MailDialog } from "@/components/mail/mail-dialog";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { useMay, useShell } from "@/components/providers/use-shell";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { mailHeadline, mailState } from "@/domain/mail/sentence";
import { counted, sentenceCase } from "@/domain/shared/sentence";

type Row = {
  id: string;
  label: string;
  recipient: string;
  status: "queued" | "sent" | "failed";
  attempts: number;
  error: string | null;
  createdAt: Date;
  nextAt: Date | null;
  sentAt: Date | null;
  isKept: boolean;
};

/** What was mailed, what waits and what failed; on a trial without a mail server also what the mails say. */
export function MailPage({ org }: { org: string }) {
  const trpc = useTRPC();
  const [page, setPage] = useState(1);
  const mails = useQuery({ ...trpc.mail.list.queryOptions({ org, page }), placeholderData: keepPreviousData });
  const { data } = mails;
  if (!data) {
    return (
      <SettingsPage org={org} title="Mail">
        {mails.error ? (
          <ErrorState message={mails.error.message} onRetry={() => void mails.refetch()} />
        ) : (
          <TableSkeleton rows={6} />
        )}
      </SettingsPage>
    );
  }
  const lead = data.isConfigured
    ? "A mail that the server does not take is tried again for three days."
    : data.mayRead
      ? "This is a trial on one machine, so you may read here what would be mailed. Set SMTP_URL and MAIL_FROM to send it."
      : "Set SMTP_URL and MAIL_FROM: what waits is sent then, up to three days after it was written.";
  return (
    <SettingsPage org={org} title={mailHeadline(data)} lead={lead}>
      <Section id="mails" name="Mails" aside={sentenceCase(counted(data.total, "mail"))}>
        {data.rows.length === 0 ? (
          <EmptyState title="No mail yet">An invitation is the first one, usually.</EmptyState>
        ) : (
          <>
            <MailTable org={org} rows={data.rows} mayRead={data.mayRead} isConfigured={data.isConfigured} />
            <Pager page={page} pageSize={data.pageSize} total={data.total} onPage={setPage} />
          </>
        )}
      </Section>
    </SettingsPage>
  );
}

type TableProps = { org: string; rows: readonly Row[]; mayRead: boolean; isConfigured: boolean };

function MailTable({ org, rows, mayRead, isConfigured }: TableProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const maySend = useMay(org)("mail:send") && isConfigured;
  const { org: organisation } = useShell(org);
  const [shown, setShown] = useState<string | null>(null);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const retry = useMutation(
    trpc.mail.retry.mutationOptions({
      onSuccess: () => notify({ message: "The mail is tried again now." }),
      onError: (error) => notify({ message: error.message, tone: "bad" }),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.mail.pathKey() }),
    }),
  );
  const columns: PlainColumn<Row>[] = [
    {
      key: "mail",
      label: "Mail",
      render: ({ label, recipient }) => (
        <TwoLine main={label} sub={<span className="wrap-anywhere">{recipient}</span>} />
      ),
    },
    {
      key: "state",
      label: "State",
      render: (row) => (
        <TwoLine
          plain
          main={row.status === "failed" ? <span className="font-medium text-bad">given up</span> : mailState(row)}
          sub={row.error ? <span className="wrap-anywhere">{row.error}</span> : null}
        />
      ),
    },
    {
      key: "written",
      label: "Written",
      align: "right",
      wideOnly: true,
      render: ({ createdAt }) => <DateText value={createdAt} shape="instant" {...where} />,
    },
    {
      key: "when",
      label: "Sent, or next attempt",
      align: "right",
      wideOnly: true,
      render: ({ sentAt, nextAt }) =>
        sentAt || nextAt ? <DateText value={sentAt ?? nextAt} shape="instant" {...where} /> : "–",
    },
    {
      key: "more",
      label: <span className="sr-only">Actions</span>,
      align: "right",
      render: ({ id, status, isKept, label, recipient }) => (
        <span className="inline-flex flex-wrap justify-end gap-2">
          {mayRead && isKept ? (
            <Button size="small" aria-label={`Read the mail to ${recipient}`} onClick={() => setShown(id)}>
              Read
            </Button>
          ) : null}
          {maySend && status === "queued" ? (
            <Button
              size="small"
              aria-label={`Try ${label} to ${recipient} now`}
              disabled={retry.isPending}
              onClick={() => retry.mutate({ org, mailId: id })}
            >
              Try now
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <>
      <PlainTable label="Mails" rows={rows} rowKey={({ id }) => id} columns={columns} />
      {shown ? <MailDialog org={org} mailId={shown} onClose={() => setShown(null)} /> : null}
    </>
  );
}
