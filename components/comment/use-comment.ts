"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { notify } from "@/components/ui/toast";
import { unseenSentence } from "@/domain/comment/sentence";
import { SUBJECT_LABELS, type SubjectRef } from "@/domain/subject/subject";

/** What can be done with the comments on a record; each refreshes them and says what went wrong. */
export function useComment(about: SubjectRef) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: trpc.comment.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.follow.pathKey() }), // whoever comments follows
    ]);
  const say = (error: { message: string }) => void notify({ message: error.message, tone: "bad" });
  const told = async (unseen: readonly string[]) => {
    await refresh();
    const words = unseenSentence(unseen, SUBJECT_LABELS[about.noun].one);
    if (words) await notify({ message: words });
  };
  return {
    create: useMutation(trpc.comment.create.mutationOptions({ onSuccess: ({ unseen }) => told(unseen) })),
    edit: useMutation(
      trpc.comment.edit.mutationOptions({
        onSuccess: (saved) => (saved.outcome === "saved" ? told(saved.unseen) : undefined),
      }),
    ),
    remove: useMutation(trpc.comment.delete.mutationOptions({ onSuccess: refresh, onError: say })),
    resolve: useMutation(trpc.comment.resolve.mutationOptions({ onSuccess: refresh, onError: say })),
  };
}
