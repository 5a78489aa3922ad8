"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { useAt } from "@/components/ui/org-link";
import { notify } from "@/components/ui/toast";
import type { SubjectRef } from "@/domain/subject/subject";

const BECAUSE = {
  asked: "You asked to follow this.",
  answers: "You follow this because you answer for it.",
  commented: "You follow this because you commented on it.",
};

/** Follows a record: what happens to it is told in the notifications. Absent while a past day is shown. */
export function FollowButton({ org, about }: { org: string; about: SubjectRef }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isPast = useAt() !== null;
  const options = trpc.follow.get.queryOptions({ org, about });
  const { data } = useQuery({ ...options, enabled: !isPast });
  const set = useMutation(
    trpc.follow.set.mutationOptions({
      onMutate: ({ following }) => {
        const before = queries.getQueryData(options.queryKey);
        if (before) queries.setQueryData(options.queryKey, { ...before, following, because: "asked" });
        return { before };
      },
      onError: (error, _given, kept) => {
        if (kept?.before) queries.setQueryData(options.queryKey, kept.before);
        void notify({ message: error.message, tone: "bad" });
      },
    }),
  );
  if (isPast) return null;
  const following = data?.following ?? false;
  return (
    <Button
      aria-pressed={following}
      disabled={!data}
      title={following && data?.because ? BECAUSE[data.because] : undefined}
      onClick={() => set.mutate({ org, about, following: !following })}
    >
      {following ? "Following" : "Follow"}
    </Button>
  );
}
