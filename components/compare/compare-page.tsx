"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useId, useTransition } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Crumbs } from "@/components/shell/crumbs";
import { PlainTable } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { OrgLink } from "@/components/ui/org-link";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { COMPARED_KINDS, type ComparedKind, comparedSentence } from "@/domain/compare/difference";
import type { RegisterNoun } from "@/domain/table/column";
import type { Comparison } from "@/server/trpc/root";

export type Asked = { noun: RegisterNoun; from: string; to?: string; id?: string; kind?: ComparedKind; page: number };

const NOUNS: Record<RegisterNoun, { one: string; many: string; path: (id: string) => string }> = {
  initiative: { one: "initiative", many: "initiatives", path: (id) => `initiatives/${id}` },
  model: { one: "model", many: "models", path: (id) => `models/${id}` },
  risk: { one: "risk", many: "risks", path: (id) => `risks/${id}` },
  assumption: { one: "assumption", many: "assumptions", path: () => "risks/assumptions" },
  issue: { one: "issue", many: "issues", path: () => "risks/issues" },
  raid: { one: "entry", many: "entries", path: () => "risks/log" },
  member: { one: "member", many: "members", path: () => "settings/members" },
};
const KIND_WORDS: Record<ComparedKind, string> = { added: "Added", removed: "Removed", changed: "Changed" };

/** Two days of a register beside each other: what was added, removed and changed, with values. */
export function ComparePage({ org, asked }: { org: string; asked: Asked }) {
  const trpc = useTRPC();
  const router = useRouter();
  const params = useSearchParams();
  const { data } = useSuspenseQuery(trpc.compare.days.queryOptions({ org, ...asked }));
  const onPage = (page: number) => {
    const next = new URLSearchParams(params);
    next.set("page", String(page));
    router.push(`?${next}`);
  };
  const noun = NOUNS[asked.noun];
  const [first, second] = [asked.from, asked.to].map((day) => (day ? formatDate(day, "long") : "today"));
  return (
    <>
      <Crumbs trail={[{ label: "Compare" }]} />
      <Headline
        title={comparedSentence(data.counts, noun)}
        lead={`What the record said at the end of ${first} beside ${asked.to ? `the end of ${second}` : "what it says now"}.`}
      />
      <Days org={org} asked={asked} />
      {data.cut ? (
        <p role="status" className="mt-6 text-table text-watch">
          More than {data.cut} {noun.many} were touched; the first {data.cut} by name are compared. Choose closer days.
        </p>
      ) : null}
      {COMPARED_KINDS.map((kind) => {
        const rows = data.rows.filter((row) => row.kind === kind);
        if (rows.length === 0) return null;
        return (
          <Section
            key={kind}
            id={kind}
            name={KIND_WORDS[kind]}
            aside={`${data.counts[kind]} ${data.counts[kind] === 1 ? noun.one : noun.many}`}
            className="mt-9"
          >
            {kind === "changed" ? (
              <Differences org={org} rows={rows} asked={asked} path={noun.path} />
            ) : (
              <Stated org={org} rows={rows} asked={asked} path={noun.path} />
            )}
          </Section>
        );
      })}
      {data.total > data.pageSize ? (
        <Pager page={data.page} pageSize={data.pageSize} total={data.total} onPage={onPage} />
      ) : null}
    </>
  );
}

type Compared = Comparison["rows"][number];
type Line = Compared["differences"][number] & { id: string; name: string; first: boolean; last: boolean };
type Shown = { org: string; rows: readonly Compared[]; asked: Asked; path: (id: string) => string };

/** A record that went is read as of the first day. */
function RecordLink({ org, asked, path, row }: Omit<Shown, "rows"> & { row: Pick<Compared, "id" | "name" | "kind"> }) {
  const day = row.kind === "removed" ? `?at=${asked.from.slice(0, 10)}` : "";
  return (
    <OrgLink href={`/${org}/${path(row.id)}${day}`} prefetch={false} className="font-medium hover:underline">
      {row.name}
    </OrgLink>
  );
}

const LONG = 48;
const Value = ({ text }: { text: string }) => (
  <span className="line-clamp-4 whitespace-pre-line break-words">{text || "–"}</span>
);

/** Of what came or went, all it stated: a record beside its values. */
function Stated({ rows, ...shown }: Shown) {
  const kind = rows[0]?.kind ?? "added";
  return (
    <PlainTable
      label={`${KIND_WORDS[kind]} records`}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: "name", label: "Record", width: "30%", render: (row) => <RecordLink {...shown} row={row} /> },
        {
          key: "stated",
          label: kind === "added" ? "What it states" : "What it stated",
          render: ({ differences }) => (
            <dl className="grid gap-x-8 gap-y-1 wide:grid-cols-2 desk:grid-cols-3">
              {differences.map(({ column, label, from, to }) => {
                const text = kind === "added" ? to : from;
                return (
                  <div key={column} className={clsx("min-w-0", text.length > LONG && "col-span-full")}>
                    <dt className="mr-2 inline text-ink-2">{label}</dt>{" "}
                    <dd className="inline whitespace-pre-line break-words">{text}</dd>
                  </div>
                );
              })}
            </dl>
          ),
        },
      ]}
    />
  );
}

/** Field by field what was and what is; the field stands above its values where there is no room for a column. */
function Differences({ rows, ...shown }: Shown) {
  const lines = rows.flatMap(({ id, name, differences }): Line[] =>
    differences.map((difference, place) => ({
      ...difference,
      ...{ id, name, first: place === 0, last: place === differences.length - 1 },
    })),
  );
  return (
    <PlainTable
      label="Changed records"
      rows={lines}
      rowKey={({ id, column }) => `${id}-${column}`}
      isOpen={({ last }) => !last}
      columns={[
        {
          key: "name",
          label: "Record",
          width: "30%",
          render: ({ id, name, first }) =>
            first ? (
              <RecordLink {...shown} row={{ id, name, kind: "changed" }} />
            ) : (
              <span className="sr-only">{name}</span>
            ),
        },
        {
          key: "field",
          label: "Field",
          width: "16%",
          wideOnly: true,
          render: ({ label }) => <span className="text-ink-2">{label}</span>,
        },
        {
          key: "from",
          label: "Was",
          width: "27%",
          render: ({ label, from }) => (
            <span
              data-label={label}
              className="block text-ink-2 before:block before:whitespace-nowrap before:text-label max-wide:before:content-[attr(data-label)]"
            >
              <Value text={from} />
            </span>
          ),
        },
        {
          key: "to",
          label: "Is",
          width: "27%",
          render: ({ to }) => (
            <span className="block font-medium before:block before:text-label max-wide:before:content-['\a0']">
              <Value text={to} />
            </span>
          ),
        },
      ]}
    />
  );
}

/** Which register and which days; all of it in the address. */
function Days({ org, asked }: { org: string; asked: Asked }) {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const [isPending, start] = useTransition();
  const id = useId();
  return (
    <form
      key={`${asked.noun}-${asked.from}-${asked.to ?? ""}`}
      data-print="hide"
      className="mt-6 flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const next = new URLSearchParams();
        for (const name of ["noun", "from", "to"]) {
          const text = String(given.get(name) ?? "");
          if (text) next.set(name, text);
        }
        if (params.get("id") && next.get("noun") === asked.noun) next.set("id", params.get("id") ?? "");
        start(() => router.push(`${pathname}?${next}`));
      }}
    >
      <label className="grid gap-1 font-medium text-note" htmlFor={`${id}-noun`}>
        Register
        <Select id={`${id}-noun`} name="noun" defaultValue={asked.noun}>
          {Object.entries(NOUNS).map(([key, { many }]) => (
            <option key={key} value={key}>
              {many.charAt(0).toUpperCase() + many.slice(1)}
            </option>
          ))}
        </Select>
      </label>
      <label className="grid gap-1 font-medium text-note" htmlFor={`${id}-from`}>
        End of
        <Input id={`${id}-from`} name="from" type="date" required defaultValue={asked.from.slice(0, 10)} />
      </label>
      <label className="grid gap-1 font-medium text-note" htmlFor={`${id}-to`}>
        And end of; empty is now
        <Input id={`${id}-to`} name="to" type="date" defaultValue={asked.to?.slice(0, 10) ?? ""} />
      </label>
      <Button type="submit" disabled={isPending}>
        Compare
      </Button>
      {asked.id ? (
        <OrgLink href={`/${org}/compare?noun=${asked.noun}&from=${asked.from}`} className="text-table underline">
          All {NOUNS[asked.noun].many}
        </OrgLink>
      ) : null}
    </form>
  );
}
