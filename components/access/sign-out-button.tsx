"use client";

import { useSignOut } from "@/components/access/use-sign-out";
import { Button } from "@/components/ui/button";

export function SignOutButton({ to }: { to?: string }) {
  const { signOut, isPending } = useSignOut(to);
  return (
    <Button tone="quiet" busy={isPending ? "Signing out" : false} onClick={() => void signOut()}>
      Sign out
    </Button>
  );
}
