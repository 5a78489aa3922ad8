"use client";

import { type ReactNode, useState } from "react";
import { ProofLink } from "@/components/seal/proof-link";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { dayOf } from "@/domain/shared/day";
import { counted, sentence, shorten } from "@/domain/shared/sentence";
import { whereTheyDiffer } from "@/domain/shared/text-difference";

const FIRST = 8;
const MORE = 25;
const LONGEST_VALUE = 160;

type Difference = { field: string; label: string; from: string | null; to: string | null };
export type RecordedEntry = {
  changeId: string;
  at: Date;
  by: string;
  byJob: boolean;
  action: string;
  reason: string | null;
  differences: readonly Difference[];
  /** The change that this one took back. */
  undoes?: string | null;
};

/** Which of the recorded changes are asked for: the latest few, then page by page. */
export function useRecordedPages() {
  const [number, setNumber] = useState(1);
  const [all, setAll] = useState(false);
  return { number, setNumber, all, setAll, asked: { page: number, pageSize: all ? MORE : FIRST } };
}

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
function Value({ text, shown, now }: { text: string; shown: string | null; now?: boolean }) {
  const words = shorten(shown ?? text, LONGEST_VALUE);
  return (
    <span className={now ? "font-semibold" : "text-ink-2"} title={words === text ? undefined : text}>
      {words}
    </span>
  );
}

function BothValues({ from, to, isNew }: Pick<Difference, "from" | "to"> & { isNew: boolean }) {
  const cut = from !== null && to !== null ? whereTheyDiffer(from, to, LONGEST_VALUE) : { was: from, now: to };
  return (
    <>
      {from === null && isNew ? null : (
        <>
          {from === null ? <span className="text-ink-3">–</span> : <Value text={from} shown={cut.was} />}{" "}
          <span aria-hidden="true">→</span>
          <span className="sr-only"> became </span>{" "}
        </>
      )}
      {to === null ? <span className="text-ink-3">empty</span> : <Value text={to} shown={cut.now} now />}
    </>
  );
}

function Entry({
  entry,
  where,
  words,
  isMade,
  children,
}: {
  entry: RecordedEntry;
  where: { now: Date; timeZone: string };
  words: string;
  isMade: boolean;
  children?: ReactNode;
}) {
  const { differences } = entry;
  const isNew = isMade || differences.every(({ from }) => from === null);
  const many = isNew && differences.length > 4;
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-rule-2 border-b py-2 text-table last:border-b-0 wide:grid-cols-[112px_120px_minmax(0,1fr)]">
      <time
        dateTime={entry.at.toISOString()}
        title={formatDate(entry.at, "instant", { timeZone: where.timeZone })}
        className="text-ink-2 text-note wide:text-table"
      >
        {when(entry.at, where.now, where.timeZone)}
      </time>
      <span className="wrap-anywhere text-ink-2">
        {entry.by}
        {entry.byJob ? <span className="text-label"> · job</span> : null}
      </span>
      <div className="min-w-0">
        {differences.length === 0 || many ? (
          <p>
            {words}
            {many ? <span className="text-ink-2">, with {counted(differences.length, "field")} stated</span> : null}
          </p>
        ) : (
          <ul>
            {differences.map(({ field, label, from, to }) => (
              <li key={field} className="wrap-anywhere">
                {label} <BothValues {...{ from, to, isNew }} />
              </li>
            ))}
          </ul>
        )}
        {entry.undoes ? <p className="text-ink-2 text-note">Took back an earlier change.</p> : null}
        {entry.reason ? <p className="wrap-anywhere text-ink-2 text-note">{entry.reason}</p> : null}
        {children}
      </div>
    </li>
  );
}

/** Who recorded what of one thing, when and why, field by field; the latest first. */
export function RecordedChanges<One extends RecordedEntry>({
  org,
  about,
  where,
  pages,
  query,
  wordsOf,
  isMade,
  undo,
}: {
  org: string;
  about: { noun: "initiative" | "risk"; id: string };
  where: { now: Date; timeZone: string };
  pages: ReturnType<typeof useRecordedPages>;
  query: {
    data: { entries: One[]; total: number } | undefined;
    error: { message: string } | null;
    isPending: boolean;
    isPlaceholderData: boolean;
    refetch: () => Promise<unknown>;
  };
  wordsOf: (action: string) => string;
  /** With this change the thing was first recorded. */
  isMade: (entry: One) => boolean;
  /** What takes a change back, below it. */
  undo?: (entry: One, index: number) => ReactNode;
}) {
  const { data } = query;
  const { number, all } = pages;
  const last = data?.entries[0];
  return (
    <Section
      id="activity"
      name="Recorded changes"
      {...(last ? { aside: "who, what and why" } : {})}
      link={{ label: "compare two days", href: `/${org}/compare?noun=${about.noun}&id=${about.id}` }}
      sentence={
        data && last && number === 1
          ? sentence(`${counted(data.total, "recorded change")}, the last by ${last.by}`)
          : undefined
      }
    >
      {query.error ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3, 4].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data ? (
        <>
          <ol aria-busy={query.isPlaceholderData}>
            {data.entries.map((entry, index) => (
              <Entry key={entry.changeId} {...{ entry, where }} words={wordsOf(entry.action)} isMade={isMade(entry)}>
                {undo?.(entry, index)}
              </Entry>
            ))}
          </ol>
          {!all && data.total > FIRST ? (
            <Button size="small" className="mt-2" onClick={() => pages.setAll(true)}>
              All {data.total.toLocaleString("en-US")} changes
            </Button>
          ) : null}
          {all && data.total > MORE ? (
            <Pager page={number} pageSize={MORE} total={data.total} onPage={pages.setNumber} />
          ) : null}
          <p className="mt-2 text-note">
            <ProofLink org={org} id={about.id} />
          </p>
        </>
      ) : null}
    </Section>
  );
}
