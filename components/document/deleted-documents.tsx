"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Pager } from "@/components/ui/pager";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { sizeText } from "@/domain/document/sentence";
import { counted } from "@/domain/shared/sentence";
import type { SubjectRef } from "@/domain/subject/subject";

type Where = { locale: string | undefined; timeZone: string };
type Props = { org: string; about: SubjectRef; count: number; where: Where };

/** Deleted documents the reader may put back: folded away, and asked for only when unfolded. */
export function DeletedDocuments({ org, about, count, where }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div data-print="hide" className="mt-2">
      <button
        type="button"
        aria-expanded={isOpen}
        className="min-h-6 text-accent text-note underline-offset-2 hover:underline"
        onClick={() => setIsOpen((was) => !was)}
      >
        {isOpen ? "Hide" : "Show"} {counted(count, "deleted document")}
      </button>
      {isOpen ? <DeletedList org={org} about={about} where={where} /> : null}
    </div>
  );
}

function DeletedList({ org, about, where }: Omit<Props, "count">) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [page, setPage] = useState(1);
  const query = useQuery({
    ...trpc.document.deleted.queryOptions({ org, about, page }),
    placeholderData: keepPreviousData,
  });
  const restore = useMutation(
    trpc.document.restore.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.document.pathKey() }),
      onError: (error) => notify({ message: error.message, tone: "bad" }),
    }),
  );
  if (query.isError) return <ErrorState message={query.error.message} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton className="my-4 w-3/4" />;
  const { rows, total, pageSize } = query.data;
  return (
    <>
      <ul aria-label="Deleted documents" className="mt-1 border-rule border-l pl-3.5">
        {rows.map((row) => (
          <li key={row.id} className="flex items-start justify-between gap-3 py-1.5">
            <div className="min-w-0">
              <p className="wrap-anywhere font-medium text-table">{row.name}</p>
              <p className="wrap-anywhere text-ink-2 text-note">
                Deleted <span className="whitespace-nowrap">{formatDate(row.deletedAt, "day", where)}</span>
                {row.deletedBy ? ` by ${row.deletedBy}` : ""} · {counted(row.files, "version")}, {sizeText(row.size)}
                {row.reason ? ` · ${row.reason}` : ""}
              </p>
            </div>
            <Button
              size="small"
              aria-label={`Restore ${row.name}`}
              busy={restore.isPending && restore.variables.documentId === row.id ? "Restoring" : false}
              onClick={() =>
                restore.mutate(
                  { org, documentId: row.id },
                  { onSuccess: () => void notify({ message: `${row.name} is back.` }) },
                )
              }
            >
              Restore
            </Button>
          </li>
        ))}
      </ul>
      {total > pageSize ? <Pager page={page} pageSize={pageSize} total={total} onPage={setPage} /> : null}
    </>
  );
}
