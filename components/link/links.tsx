"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { OrgLink, useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { linkWord } from "@/domain/link/kind";
import { linksSentence } from "@/domain/link/sentence";
import { sentenceCase } from "@/domain/shared/sentence";
import { type SubjectRef, subjectPath } from "@/domain/subject/subject";

const LinkDialog = dynamic(() => import("@/components/link/link-dialog").then((it) => it.LinkDialog));

/** What a record hangs together with, read from its side. For any noun of domain/subject. */
export function Links({ org, about }: { org: string; about: SubjectRef }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const at = useAt() ?? undefined;
  const [adding, setAdding] = useState(false);
  const query = useQuery(trpc.link.list.queryOptions({ org, at, about }));
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.link.pathKey() });
  const say = (error: { message: string }) => void notify({ message: error.message, tone: "bad" });
  const restore = useMutation(trpc.link.create.mutationOptions({ onSuccess: refresh, onError: say }));
  const remove = useMutation(
    trpc.link.delete.mutationOptions({
      onSuccess: async (gone) => {
        await refresh();
        await notify({
          message: "The link is gone.",
          action: { label: "Undo", onSelect: () => restore.mutate({ org, ...gone }) },
        });
      },
      onError: say,
    }),
  );
  const { data } = query;
  return (
    <Section id="links" name="Links" sentence={data ? linksSentence(data.links) : undefined}>
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton className="my-4 w-3/4" /> : null}
      {data && data.links.length > 0 ? (
        <ul>
          {data.links.map(({ id, kind, turned, other }) => (
            <li
              key={id}
              className="flex items-baseline justify-between gap-3 border-rule-2 border-b py-1.5 text-table last:border-b-0"
            >
              <p className="wrap-anywhere min-w-0">
                <span className="text-ink-2">{sentenceCase(linkWord(kind, turned))}</span>{" "}
                <OrgLink href={subjectPath(org, other)} className="font-medium underline-offset-2 hover:underline">
                  {other.code ? <span className="font-normal text-ink-2">{other.code} </span> : null}
                  {other.title}
                </OrgLink>
              </p>
              {data.mayEdit ? (
                <Button
                  size="small"
                  tone="quiet"
                  aria-label={`Remove the link to ${other.title}`}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ org, linkId: id })}
                >
                  Remove
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {data?.mayEdit ? (
        <Button size="small" className="mt-2" data-print="hide" onClick={() => setAdding(true)}>
          Add a link
        </Button>
      ) : null}
      {adding ? <LinkDialog org={org} about={about} onClose={() => setAdding(false)} onSaved={refresh} /> : null}
    </Section>
  );
}
