"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { ActivityEntry, InitiativeData } from "@/components/initiative/shape";
import { useTRPC } from "@/components/providers/trpc";
import { ProofLink } from "@/components/seal/proof-link";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { actionWords } from "@/domain/initiative/action-words";
import { dayOf } from "@/domain/shared/day";
import { counted, sentence, shorten } from "@/domain/shared/sentence";
import { whereTheyDiffer } from "@/domain/shared/text-difference";

const FIRST = 8;
const MORE = 25;
const LONGEST_VALUE = 160;

/** "today 06:12", "19 Nov 15:42", and the day alone where it is of another year. */
function when(at: Date, now: Date, timeZone: string): string {
  const time = formatDate(at, "time", { timeZone });
  const [day, today] = [dayOf(at, timeZone), dayOf(now, timeZone)];
  if (day === today) return `today ${time}`;
  return day.slice(0, 4) === today.slice(0, 4)
    ? `${formatDate(at, "short", { timeZone })} ${time}`
    : formatDate(at, "day", { timeZone });
}

/** `shown`: the part that differs; the whole text stands in the title. */
function Value({ text, shown = text, now }: { text: string | null; shown?: string | null; now?: boolean }) {
  if (text === null) return <span className="text-ink-3">{now ? "empty" : "–"}</span>;
  const words = shorten(shown ?? text, LONGEST_VALUE);
  return (
    <span className={now ? "font-semibold" : "text-ink-2"} title={words === text ? undefined : text}>
      {words}
    </span>
  );
}

function Difference({ from, to, created }: { from: string | null; to: string | null; created: boolean }) {
  const cut = from !== null && to !== null ? whereTheyDiffer(from, to, LONGEST_VALUE) : { was: from, now: to };
  return (
    <>
      {from === null && created ? null : (
        <>
          <Value text={from} shown={cut.was} /> <span aria-hidden="true">→</span>
          <span className="sr-only"> became </span>{" "}
        </>
      )}
      <Value text={to} shown={cut.now} now />
    </>
  );
}

function Entry({
  entry,
  now,
  timeZone,
  undo,
  undoing,
}: {
  entry: ActivityEntry;
  now: Date;
  timeZone: string;
  undo?: { label: string; run: () => void };
  undoing: boolean;
}) {
  const created = entry.action === "initiative.create" || entry.differences.every(({ from }) => from === null) === true;
  const many = created && entry.differences.length > 4;
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-rule-2 border-b py-2 text-table last:border-b-0 wide:grid-cols-[112px_120px_minmax(0,1fr)]">
      <time
        dateTime={entry.at.toISOString()}
        title={formatDate(entry.at, "instant", { timeZone })}
        className="text-ink-2 text-note wide:text-table"
      >
        {when(entry.at, now, timeZone)}
      </time>
      <span className="wrap-anywhere text-ink-2">
        {entry.by}
        {entry.byJob ? <span className="text-label"> · job</span> : null}
      </span>
      <div className="min-w-0">
        {entry.differences.length === 0 || many ? (
          <p>
            {actionWords(entry.action)}
            {many ? (
              <span className="text-ink-2">, with {counted(entry.differences.length, "field")} stated</span>
            ) : null}
          </p>
        ) : (
          <ul>
            {entry.differences.map(({ field, label, from, to }) => (
              <li key={field} className="wrap-anywhere">
                {label} <Difference from={from} to={to} created={created} />
              </li>
            ))}
          </ul>
        )}
        {entry.undoes ? <p className="text-ink-2 text-note">Took back an earlier change.</p> : null}
        {entry.reason ? <p className="wrap-anywhere text-ink-2 text-note">{entry.reason}</p> : null}
        {undo ? (
          <Button size="small" className="mt-1" busy={undoing ? "Under way" : false} onClick={undo.run}>
            {undo.label}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** Who recorded what, when and why; one change after the other can be taken back, and the last undo put back. */
export function Activity({ org, page, edit }: { org: string; page: InitiativeData; edit: InitiativeEditState | null }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const [number, setNumber] = useState(1);
  const [all, setAll] = useState(false);
  const pageSize = all ? MORE : FIRST;
  const query = useQuery({
    ...trpc.initiative.activity.queryOptions({ org, at, id: page.id, page: number, pageSize }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const last = data?.entries[0];
  const people = new Set(data?.entries.map(({ by }) => by)).size;
  const words =
    data && last ? sentence(`${counted(data.total, "recorded change")}, the last by ${last.by}`) : undefined;
  return (
    <Section
      id="activity"
      name="Recorded changes"
      aside={data && people > 0 ? "who, what and why, field by field" : undefined}
      link={{ label: "compare two days", href: `/${org}/compare?noun=initiative&id=${page.id}` }}
      sentence={number === 1 ? words : undefined}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3, 4].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data ? (
        <>
          <ol aria-busy={query.isPlaceholderData}>
            {data.entries.map((entry, index) => {
              const isMade = entry.action === "initiative.create" || entry.changeId === page.created?.changeId;
              const isNext = entry.changeId === data.standing && !isMade;
              const isTakenBack = number === 1 && index === 0 && entry.undoes !== null;
              return (
                <Entry
                  key={entry.changeId}
                  entry={entry}
                  now={page.lookedFrom}
                  timeZone={page.timeZone}
                  undoing={edit?.undoing ?? false}
                  {...(edit && (isNext || isTakenBack)
                    ? {
                        undo: {
                          label: isTakenBack ? "Put it back" : "Undo this change",
                          run: () => edit.undoChange(entry.changeId),
                        },
                      }
                    : {})}
                />
              );
            })}
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
