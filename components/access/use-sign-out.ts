"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { notify } from "@/components/ui/toast";

/** Signs out here, then loads the next page afresh: nothing of the person stays in the tab's memory. */
export function useSignOut(to = "/sign-in") {
  const trpc = useTRPC();
  const { mutateAsync, isPending } = useMutation(trpc.access.signOut.mutationOptions());
  const signOut = async () => {
    try {
      await mutateAsync();
      window.location.assign(to);
    } catch {
      await notify({ message: "You are still signed in: the server did not answer.", tone: "bad" });
    }
  };
  return { signOut, isPending };
}
