"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { SettingsPage } from "@/components/organisation/settings-page";
import { pageIn, useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { CheckSection } from "@/components/seal/check-section";
import { ProofSection } from "@/components/seal/proof-section";
import { recordAddress, type SealList, type SealRow } from "@/components/seal/shape";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { LinkButton } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { ABSENT, formatCount, formatDate } from "@/components/ui/format";
import { KeyFigure, KeyFigures } from "@/components/ui/key-figure";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { lateDays, sealHeadline, shortHash } from "@/domain/seal/sentence";
import { counted, listOf } from "@/domain/shared/sentence";

const RUNNING_MS = 2_000;

/** The chain of seals: every finished day, what was verified, and what an auditor can take away. */
export function SealPage({ org, at, pageSize }: { org: string; at: string | undefined; pageSize: number }) {
  const trpc = useTRPC();
  const { search, change } = useAddress();
  const page = pageIn(search);
  const { data } = useSuspenseQuery({
    ...trpc.seal.list.queryOptions({ org, at, page, pageSize }),
    refetchInterval: ({ state }) => (state.data?.check && !state.data.check.endedAt ? RUNNING_MS : false),
  });
  return (
    <SettingsPage
      org={org}
      title={sealHeadline(data)}
      lead="Each finished day of the record is sealed: one hash over everything it recorded, chained to the day before. Whoever alters the past afterwards, in the database itself, breaks the chain."
      actions={
        <LinkButton href={recordAddress(org)} download>
          Download the record
        </LinkButton>
      }
    >
      <Figures data={data} />
      {data.sample ? (
        <p className="max-w-[700px] text-ink-2">
          <Status status="watch">Sample organisation</Status> Its seed set past instants and its past days were sealed
          together. Outside a sample nobody can do that, and verifying says so here.
        </p>
      ) : null}
      <CheckSection org={org} data={data} />
      <Section
        id="chain"
        name="Chain"
        aside={data.total > 0 ? "days of UTC, the latest first" : undefined}
        sentence={
          data.gaps.length > 0
            ? `Missing: ${listOf(
                data.gaps.map((day) => formatDate(day)),
                5,
              )}.`
            : undefined
        }
      >
        {data.rows.length === 0 ? (
          <EmptyState title="No day is sealed yet">A day is sealed within an hour after it is over in UTC.</EmptyState>
        ) : (
          <>
            <PlainTable
              label="Sealed days"
              rows={data.rows}
              rowKey={({ day }) => day}
              columns={columns(data.timeZone)}
            />
            <Pager
              page={page}
              pageSize={data.pageSize}
              total={data.total}
              onPage={(next) => change({ page: next }, { fromServer: true })}
            />
          </>
        )}
      </Section>
      <ProofSection org={org} at={at} timeZone={data.timeZone} />
    </SettingsPage>
  );
}

function Figures({ data }: { data: SealList }) {
  const { total, leaves, first, head, check, timeZone, waiting } = data;
  const verified = check?.report ? check.endedAt : null;
  return (
    <KeyFigures>
      <KeyFigure
        label="Days sealed"
        value={formatCount(total)}
        note={
          waiting > 0
            ? `${counted(waiting, "finished day")} not sealed yet`
            : first
              ? `since ${formatDate(first)}`
              : undefined
        }
      />
      <KeyFigure
        label="Entries in them"
        value={formatCount(leaves)}
        note="openings and ends of versions, and changes"
      />
      <KeyFigure
        label="Head of the chain"
        value={head ? shortHash(head.chain) : ABSENT}
        note={head ? `of ${formatDate(head.day)}; keep it elsewhere to compare later` : undefined}
      />
      <KeyFigure
        label="Last verified"
        value={verified ? formatDate(verified, "day", { timeZone }) : ABSENT}
        note={check?.report ? `by ${check.askedBy}` : "never on this page"}
        tone={check?.report && check.report.found > 0 ? "bad" : undefined}
      />
    </KeyFigures>
  );
}

/** Said beside the day where there is no room for when it was sealed. */
const lateWords = ({ day, sealedAt }: SealRow): string | null => {
  const late = lateDays(day, sealedAt);
  return late === null ? null : `${counted(late, "day")} after it was over`;
};

const columns = (timeZone: string): PlainColumn<SealRow>[] => [
  {
    key: "day",
    label: "Day",
    width: "150px",
    render: (row) => {
      const late = lateWords(row);
      return (
        <TwoLine
          plain
          main={<DateText value={row.day} />}
          sub={late ? <span className="wide:hidden">sealed {late}</span> : null}
        />
      );
    },
  },
  { key: "leaves", label: "Entries", align: "right", width: "76px", render: ({ leaves }) => formatCount(leaves) },
  { key: "root", label: <span className="pl-2">Root</span>, render: ({ root }) => <Hash value={root} /> },
  {
    key: "chain",
    label: <span className="pl-2">Chain hash</span>,
    wideOnly: true,
    render: ({ chain }) => <Hash value={chain} />,
  },
  {
    key: "sealed",
    label: "Sealed",
    width: "190px",
    wideOnly: true,
    render: (row) => (
      <TwoLine
        plain
        main={<DateText value={row.sealedAt} shape="instant" timeZone={timeZone} />}
        sub={lateWords(row)}
      />
    ),
  },
];

const Hash = ({ value }: { value: string }) => (
  <code className="whitespace-nowrap pl-2 font-mono text-note" title={value}>
    {shortHash(value)}
  </code>
);
