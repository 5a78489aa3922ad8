"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { DropZone } from "@/components/import/drop-zone";
import { ImportStatus } from "@/components/import/import-status";
import type { ImportRow } from "@/components/import/shape";
import { pageIn, useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { PlainHeads } from "@/components/table/plain-heads";
import { DateText } from "@/components/ui/date-text";
import { ABSENT, formatCount } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { Pager } from "@/components/ui/pager";
import { Section, TextLink } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { importsHeadline } from "@/domain/import/sentence";
import { IMPORT_WORDS } from "@/domain/import/words";

const HEADS = ["File", "Holds", "State", "New", "Changed", "Unchanged", "Rejected", "By", "Uploaded"];
const FIGURES = ["created", "changed", "unchanged", "rejected"] as const;

export function ImportList({
  org,
  at,
  timeZone,
}: {
  org: string;
  at: string | undefined;
  timeZone: string | undefined;
}) {
  const trpc = useTRPC();
  const { search, change } = useAddress();
  const page = pageIn(search);
  const { data } = useSuspenseQuery(trpc.import.list.queryOptions({ org, at, page }));
  const last = data.rows[0];
  return (
    <div className="flex flex-col gap-[34px]">
      <Headline
        title={
          <span className="[overflow-wrap:anywhere]">
            {importsHeadline(data.total, last && { ...last, noun: IMPORT_WORDS[last.noun] })}
          </span>
        }
        lead="A file is looked at first and imported second. One import is one change, and can be undone as one."
      />
      {data.importable.length > 0 ? <DropZone org={org} nouns={data.importable} asked={search.get("noun")} /> : null}
      <Section name="Imports" id="imports" aside={data.total > 0 ? `${formatCount(data.total)} kept` : undefined}>
        {data.rows.length === 0 ? (
          <EmptyState title="Nothing here yet">
            Each file that is uploaded stays here with its report: what was new, what changed, and which lines were
            rejected and why.
          </EmptyState>
        ) : (
          <>
            <table className="w-full text-table">
              <PlainHeads heads={HEADS} right={HEADS.slice(3, 7)} />
              <tbody>
                {data.rows.map((row) => (
                  <Row key={row.id} org={org} row={row} timeZone={timeZone} />
                ))}
              </tbody>
            </table>
            <Pager page={page} pageSize={data.pageSize} total={data.total} onPage={(next) => change({ page: next })} />
          </>
        )}
      </Section>
    </div>
  );
}

function Row({ org, row, timeZone }: { org: string; row: ImportRow; timeZone: string | undefined }) {
  const isPlanned = row.status !== "uploaded";
  return (
    <tr className="grid grid-cols-[1fr_auto] border-rule-2 border-b py-2 last:border-b-0 wide:table-row wide:h-[30px] wide:py-0">
      <td className="min-w-0 px-1.5 font-medium [overflow-wrap:anywhere]">
        <TextLink href={`/${org}/imports/${row.id}`}>{row.fileName}</TextLink>
      </td>
      <td className="hidden px-1.5 text-ink-2 wide:table-cell">{IMPORT_WORDS[row.noun].many}</td>
      <td className="px-1.5">
        <ImportStatus status={row.status} hasFailed={row.error !== null} />
      </td>
      {FIGURES.map((name) => (
        <td key={name} className="hidden px-1.5 text-right tabular wide:table-cell">
          {isPlanned && row.counts?.[name] !== undefined ? formatCount(row.counts[name]) : ABSENT}
        </td>
      ))}
      <td className="px-1.5 text-ink-2">{row.by ?? ABSENT}</td>
      <td className="px-1.5 text-ink-2">
        <DateText value={row.createdAt} shape="instant" timeZone={timeZone} />
      </td>
    </tr>
  );
}
