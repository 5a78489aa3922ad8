"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { PackStatus } from "@/components/pack/pack-status";
import { RequestForm } from "@/components/pack/request-form";
import type { PackRow } from "@/components/pack/shape";
import { pageIn, useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { PlainHeads } from "@/components/table/plain-heads";
import { DateText } from "@/components/ui/date-text";
import { ABSENT, formatCount } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { Pager } from "@/components/ui/pager";
import { Section, TextLink } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { changesSinceWords } from "@/domain/pack/sentence";
import { packsHeadline } from "@/domain/pack/state";
import { formatLongDay } from "@/domain/shared/figure";

const HEADS = ["Number", "Forum", "Data as of", "Compared with", "Since then", "State", "Pages", "Asked for by"];

/** Every pack that was made, the latest data first. */
export function PackList({ org, at, pageSize }: { org: string; at: string | undefined; pageSize: number }) {
  const trpc = useTRPC();
  const { search, change } = useAddress();
  const page = pageIn(search);
  const { data } = useSuspenseQuery(trpc.pack.list.queryOptions({ org, at, page, pageSize }));
  const ids = data.rows.filter(({ status }) => status === "ready").map(({ id }) => id);
  const changes = useQuery({ ...trpc.pack.changes.queryOptions({ org, at, ids }), enabled: ids.length > 0 });
  const since = ({ id, status }: PackRow): string => {
    if (status !== "ready") return ABSENT;
    const found = changes.data?.[id];
    return found ? changesSinceWords(found) : changes.isError ? ABSENT : "…";
  };
  const [first] = data.rows;
  const latest = first && { ...first, day: formatLongDay(first.asOf, data.timeZone) };
  return (
    <div className="flex flex-col gap-[34px]">
      <Headline
        title={packsHeadline(data.total, page === 1 ? latest : undefined)}
        lead="A pack is built from the record at one instant. The same instant gives the same file, byte for byte, whatever was recorded afterwards."
      />
      {data.mayBuild ? (
        <Section name="New pack" id="new-pack">
          <RequestForm org={org} />
        </Section>
      ) : null}
      <Section name="Packs" id="packs" aside={data.total > 0 ? `${formatCount(data.total)} kept` : undefined}>
        {data.rows.length === 0 ? (
          <EmptyState title="Nothing here yet">
            A pack says in a few pages what the portfolio and the models look like, what changed, and what needs a
            decision.
          </EmptyState>
        ) : (
          <>
            <table className="w-full text-table">
              <PlainHeads heads={HEADS} right={["Pages"]} />
              <tbody>
                {data.rows.map((row) => (
                  <Row key={row.id} org={org} row={row} since={since(row)} timeZone={data.timeZone} />
                ))}
              </tbody>
            </table>
            <Pager
              page={page}
              pageSize={data.pageSize}
              total={data.total}
              onPage={(next) => change({ page: next }, { fromServer: true })}
            />
          </>
        )}
      </Section>
    </div>
  );
}

function Row({ org, row, since, timeZone }: { org: string; row: PackRow; since: string; timeZone: string }) {
  return (
    <tr className="grid grid-cols-[1fr_auto] gap-x-3 border-rule-2 border-b py-2 last:border-b-0 wide:table-row wide:h-[30px] wide:py-0">
      <td className="whitespace-nowrap px-1.5 font-medium">
        <TextLink href={`/${org}/packs/${row.id}`}>{row.number}</TextLink>
      </td>
      <td className="order-last col-span-2 min-w-0 px-1.5 [overflow-wrap:anywhere]">{row.forum}</td>
      <td className="order-last col-span-2 px-1.5 text-ink-2 wide:text-ink">
        <DateText value={row.asOf} shape="instant" timeZone={timeZone} />
      </td>
      <td className="hidden px-1.5 text-ink-2 wide:table-cell">
        <DateText value={row.since} timeZone={timeZone} />
      </td>
      <td className="order-last col-span-2 min-w-0 px-1.5 text-ink-2 text-note wide:max-w-[320px] wide:text-table">
        {since}
      </td>
      <td className="px-1.5">
        <PackStatus status={row.status} />
      </td>
      <td className="hidden px-1.5 text-right tabular wide:table-cell">
        {row.pages === null ? ABSENT : formatCount(row.pages)}
      </td>
      <td className="hidden px-1.5 text-ink-2 wide:table-cell">{row.requestedBy ?? ABSENT}</td>
    </tr>
  );
}
