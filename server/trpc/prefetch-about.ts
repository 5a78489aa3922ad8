import "server-only";
import type { SubjectRef } from "@/domain/subject/subject";
import { prefetch, trpc } from "./rsc";

/** What stands beside a record on its page: comments, documents, links, and whether the reader follows it. */
export function prefetchAbout({ org, at, about }: { org: string; at: string | undefined; about: SubjectRef }): void {
  prefetch(trpc.comment.list.queryOptions({ org, at, about, page: 1 }));
  prefetch(trpc.document.list.queryOptions({ org, at, about, page: 1 }));
  prefetch(trpc.link.list.queryOptions({ org, at, about }));
  if (!at) prefetch(trpc.follow.get.queryOptions({ org, about }));
}
