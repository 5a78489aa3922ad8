"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useAt } from "@/components/ui/org-link";
import type { Permission } from "@/domain/access/permission";

/** The organisation and the person, as of today: the layout has fetched it, so it is always there. */
export function useShell(org: string) {
  const trpc = useTRPC();
  return useSuspenseQuery(trpc.organisation.shell.queryOptions({ org })).data;
}

/** Whether to show a control. False for everything but reading while a past day is shown; the server decides again. */
export function useMay(org: string): (permission: Permission) => boolean {
  const { permissions } = useShell(org);
  const at = useAt();
  return useCallback(
    (permission) => permissions.includes(permission) && (!at || permission.endsWith(":read")),
    [permissions, at],
  );
}
