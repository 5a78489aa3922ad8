"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useRef, useState } from "react";
import { DeletedDocuments } from "@/components/document/deleted-documents";
import { DocumentEntry } from "@/components/document/document-entry";
import { SendingLine } from "@/components/document/sending-line";
import { useSending } from "@/components/document/use-sending";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { ACCEPTED_EXTENSIONS } from "@/domain/document/content";
import { documentsSentence, quotaText } from "@/domain/document/sentence";
import type { SubjectRef } from "@/domain/subject/subject";

const ACCEPT = ACCEPTED_EXTENSIONS.map((extension) => `.${extension}`).join(",");

/** Files beside a record, each with its versions. For any noun of domain/subject. */
export function Documents({ org, about }: { org: string; about: SubjectRef }) {
  const trpc = useTRPC();
  const at = useAt();
  const { org: organisation } = useShell(org);
  const [page, setPage] = useState(1);
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const query = useQuery({
    ...trpc.document.list.queryOptions({ org, at: at ?? undefined, about, page }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const { sending, send } = useSending(org, about, data?.most ?? Number.POSITIVE_INFINITY);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone ?? "UTC" };
  const [latest] = data?.rows ?? [];
  const day =
    latest && page === 1 ? `of ${formatDate(latest.files[0]?.createdAt ?? latest.createdAt, "day", where)}` : null;
  return (
    <Section
      id="documents"
      name="Documents"
      aside={data?.mayAdd ? quotaText(data.used, data.quota) : undefined}
      sentence={data ? documentsSentence(data.total, day) : undefined}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data && data.rows.length > 0 ? (
        <ul aria-busy={query.isPlaceholderData}>
          {data.rows.map((row) => (
            <DocumentEntry
              key={row.id}
              org={org}
              row={row}
              at={at}
              where={where}
              onReplace={data.mayAdd ? (files) => send(files, row.id) : undefined}
            />
          ))}
        </ul>
      ) : null}
      {data && data.total > data.pageSize ? (
        <Pager page={data.page} pageSize={data.pageSize} total={data.total} onPage={setPage} />
      ) : null}
      {data && data.deleted > 0 ? (
        <DeletedDocuments org={org} about={about} count={data.deleted} where={where} />
      ) : null}
      {sending.map((each) => (
        <SendingLine key={each.id} sending={each} />
      ))}
      {data?.mayAdd ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first
        <div
          data-print="hide"
          onDragOver={(event) => {
            event.preventDefault();
            setIsOver(true);
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setIsOver(false);
            send(event.dataTransfer.files);
          }}
          className={clsx(
            "mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-control border border-dashed px-3 py-2",
            isOver ? "border-accent bg-accent-wash" : "border-line",
          )}
        >
          <Button size="small" onClick={() => input.current?.click()}>
            Add a file
          </Button>
          <span className="text-ink-2 text-note">or drop it here. No patient data.</span>
          <input
            ref={input}
            type="file"
            multiple
            accept={ACCEPT}
            aria-label="Files to add"
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              send([...(event.target.files ?? [])]);
              event.target.value = ""; // so that the same file can be chosen again
            }}
          />
        </div>
      ) : null}
    </Section>
  );
}
