"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { proofAddress, type RecordVersion } from "@/components/seal/shape";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button, LinkButton } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { Field, Input } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { sentenceCase } from "@/domain/shared/sentence";

/** Finds the versions of one record and gives the proof of each that is sealed. The address holds the record. */
export function ProofSection({ org, at, timeZone }: { org: string; at: string | undefined; timeZone: string }) {
  const trpc = useTRPC();
  const { search, change } = useAddress();
  const record = search.get("record") ?? "";
  const [typed, setTyped] = useState(record);
  const versions = useQuery(trpc.seal.versions.queryOptions({ org, at, record }, { enabled: record !== "" }));
  return (
    <Section
      id="proof"
      name="Proof of one record"
      sentence="A file that shows, without this server, that a version of a record was there when its day was sealed."
    >
      <form
        className="flex max-w-[620px] items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          change({ record: typed.trim() });
        }}
      >
        <Field label="Record" hint="The link of its page, or the code of an initiative" className="flex-1">
          <Input value={typed} onChange={({ target }) => setTyped(target.value)} maxLength={500} />
        </Field>
        <Button type="submit" busy={versions.isFetching ? "Searching" : false}>
          Show its versions
        </Button>
      </form>
      <div aria-live="polite" className="mt-3">
        {versions.error ? <p role="alert">{versions.error.message}</p> : null}
        {versions.data?.length === 0 ? <p className="text-ink-2">Nothing is recorded under this.</p> : null}
        {versions.data && versions.data.length > 0 ? (
          <PlainTable
            label="Versions"
            rows={versions.data}
            rowKey={({ table, at: since }) => `${table} ${since}`}
            columns={columns(org, timeZone)}
          />
        ) : null}
      </div>
    </Section>
  );
}

const columns = (org: string, timeZone: string): PlainColumn<RecordVersion>[] => [
  {
    key: "since",
    label: "Version since",
    render: ({ at, until }) => (
      <TwoLine
        main={<DateText value={new Date(at)} shape="instant" timeZone={timeZone} />}
        sub={
          until ? (
            <>
              to <DateText value={new Date(until)} shape="instant" timeZone={timeZone} />
            </>
          ) : (
            "current"
          )
        }
      />
    ),
  },
  { key: "table", label: "Kind", wideOnly: true, render: ({ table }) => sentenceCase(table.replaceAll("_", " ")) },
  { key: "by", label: "Changed by", render: ({ by, action }) => <TwoLine plain main={by} sub={action} /> },
  {
    key: "proof",
    label: <span className="sr-only">Proof</span>,
    align: "right",
    width: "190px",
    render: (version) =>
      version.day ? (
        <LinkButton size="small" href={proofAddress(org, version)} download>
          Download proof
        </LinkButton>
      ) : (
        <span className="text-ink-2">not sealed yet</span>
      ),
  },
];
