"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import type { RiskData } from "@/components/risk/shape";
import { ProofLink } from "@/components/seal/proof-link";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { riskActionWords } from "@/domain/risk/action-words";
import { counted, sentence, shorten } from "@/domain/shared/sentence";
import { whereTheyDiffer } from "@/domain/shared/text-difference";
import type { AppRouter } from "@/server/trpc/root";

type EntryData = inferRouterOutputs<AppRouter>["risk"]["activity"]["entries"][number];

const FIRST = 8;
const MORE = 25;
const LONGEST = 160;

function Difference({ label, from, to }: EntryData["differences"][number]) {
  const cut = from !== null && to !== null ? whereTheyDiffer(from, to, LONGEST) : { was: from, now: to };
  return (
    <>
      {label}{" "}
      {from === null ? null : (
        <>
          <span className="text-ink-2" title={from}>
            {shorten(cut.was ?? from, LONGEST)}
          </span>{" "}
          <span aria-hidden="true">→</span>
          <span className="sr-only"> became </span>{" "}
        </>
      )}
      {to === null ? (
        <span className="text-ink-3">{from === null ? "empty" : "none"}</span>
      ) : (
        <span className="font-semibold" title={to}>
          {shorten(cut.now ?? to, LONGEST)}
        </span>
      )}
    </>
  );
}

function Entry({ entry, timeZone }: { entry: EntryData; timeZone: string }) {
  const { differences } = entry;
  const isMade = entry.action === "risk.create" && differences.length > 4;
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-rule-2 border-b py-2 text-table last:border-b-0 wide:grid-cols-[132px_116px_minmax(0,1fr)]">
      <time dateTime={entry.at.toISOString()} className="text-ink-2 text-note wide:text-table">
        {formatDate(entry.at, "instant", { timeZone })}
      </time>
      <span className="wrap-anywhere text-ink-2">
        {entry.by}
        {entry.byJob ? <span className="text-label"> · job</span> : null}
      </span>
      <div className="min-w-0">
        {differences.length === 0 || isMade ? (
          <p>
            {riskActionWords(entry.action)}
            {isMade ? <span className="text-ink-2">, with {counted(differences.length, "value")} stated</span> : null}
          </p>
        ) : (
          <ul>
            {differences.map((each) => (
              <li key={each.field} className="wrap-anywhere">
                <Difference {...each} />
              </li>
            ))}
          </ul>
        )}
        {entry.reason ? <p className="wrap-anywhere text-ink-2 text-note">{entry.reason}</p> : null}
      </div>
    </li>
  );
}

/** Who recorded what of a risk and its parts, when and why. */
export function RecordedSection({ org, page }: { org: string; page: RiskData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const [number, setNumber] = useState(1);
  const [all, setAll] = useState(false);
  const pageSize = all ? MORE : FIRST;
  const query = useQuery({
    ...trpc.risk.activity.queryOptions({ org, at, id: page.id, page: number, pageSize }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const last = data?.entries[0];
  return (
    <Section
      id="activity"
      name="Recorded changes"
      aside="who, what and why"
      link={{ label: "compare two days", href: `/${org}/compare?noun=risk&id=${page.id}` }}
      sentence={
        data && last && number === 1
          ? sentence(`${counted(data.total, "recorded change")}, the last by ${last.by}`)
          : undefined
      }
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3, 4].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data ? (
        <>
          <ol aria-busy={query.isPlaceholderData}>
            {data.entries.map((entry) => (
              <Entry key={entry.changeId} entry={entry} timeZone={page.timeZone} />
            ))}
          </ol>
          {!all && data.total > FIRST ? (
            <Button size="small" className="mt-2" onClick={() => setAll(true)}>
              All {data.total.toLocaleString("en-US")} changes
            </Button>
          ) : null}
          {all && data.total > MORE ? (
            <Pager page={number} pageSize={MORE} total={data.total} onPage={setNumber} />
          ) : null}
          <p className="mt-2 text-note">
            <ProofLink org={org} id={page.id} />
          </p>
        </>
      ) : null}
    </Section>
  );
}
