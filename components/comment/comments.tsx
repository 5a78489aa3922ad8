"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Composer } from "@/components/comment/composer";
import { Thread } from "@/components/comment/thread";
import { useComment } from "@/components/comment/use-comment";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { useAt } from "@/components/ui/org-link";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { discussionSentence } from "@/domain/comment/sentence";
import { isUuid } from "@/domain/shared/id";
import type { SubjectRef } from "@/domain/subject/subject";

const onHash = (heard: () => void) => {
  window.addEventListener("hashchange", heard);
  return () => window.removeEventListener("hashchange", heard);
};

/** The comment the address names: #comment-<id>. */
function useTarget(): string | null {
  const hash = useSyncExternalStore(
    onHash,
    () => window.location.hash,
    () => "",
  );
  const id = hash.replace("#comment-", "");
  return hash.startsWith("#comment-") && isUuid(id) ? id : null;
}

/** What people say about a record: threads with replies, the latest first. For any noun of domain/subject. */
export function Comments({ org, about }: { org: string; about: SubjectRef }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const { org: organisation } = useShell(org);
  const target = useTarget();
  const [asked, setAsked] = useState<number | null>(null);
  const around = asked === null && target ? { around: target } : {};
  const query = useQuery({
    ...trpc.comment.list.queryOptions({ org, at, about, page: asked ?? 1, ...around }),
    placeholderData: keepPreviousData,
  });
  const { create } = useComment(about);
  const { data } = query;
  const isThere = data?.threads.some(
    ({ id, replies }) => id === target || replies.some((reply) => reply.id === target),
  );
  useEffect(() => {
    if (target && isThere) document.getElementById(`comment-${target}`)?.scrollIntoView({ block: "center" });
  }, [target, isThere]);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone ?? "UTC" };
  return (
    <Section
      id="comments"
      name="Comments"
      aside={data && data.count.threads > 1 ? "latest first" : undefined}
      sentence={data ? discussionSentence(data.count) : undefined}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data?.may.write ? (
        <Composer
          org={org}
          about={about}
          label="Your comment"
          action="Comment"
          busy={create.isPending}
          fault={create.error?.message}
          onSave={(body, mentions, saved) =>
            create.mutate(
              { org, about, body, mentions },
              {
                onSuccess: () => {
                  saved();
                  setAsked(1);
                },
              },
            )
          }
        />
      ) : null}
      {target && data && !isThere && asked === null ? (
        <p className="mt-2 text-ink-2 text-note">The comment you came for is no longer there.</p>
      ) : null}
      {data && data.threads.length > 0 ? (
        <ol aria-busy={query.isPlaceholderData} className="mt-2">
          {data.threads.map((thread) => (
            <Thread
              key={thread.id}
              org={org}
              about={about}
              thread={thread}
              may={data.may}
              where={where}
              target={target}
            />
          ))}
        </ol>
      ) : null}
      {data && data.count.threads > data.pageSize ? (
        <Pager page={data.page} pageSize={data.pageSize} total={data.count.threads} onPage={setAsked} />
      ) : null}
    </Section>
  );
}
