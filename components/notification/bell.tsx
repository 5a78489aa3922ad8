"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTRPC } from "@/components/providers/trpc";
import { Popover } from "@/components/ui/popover";

const BellPanel = dynamic(() => import("@/components/notification/bell-panel").then((it) => it.BellPanel));

const MOST_SAID = 99;

/** Notifications, from every page: how many are unread, the latest of them, and the way to all. */
export function Bell({ org }: { org: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.notification.unread.queryOptions({ org }));
  const unread = data?.unread ?? 0;
  const said = unread > MOST_SAID ? `${MOST_SAID}+` : String(unread);
  return (
    <Popover
      label={unread > 0 ? `notifications, ${said} unread` : "notifications"}
      align="end"
      triggerClass="flex h-[36px] min-w-[36px] items-center justify-center gap-1.5 rounded-control border border-rule bg-sheet px-2 text-table hover:border-line wide:h-[33px] wide:min-w-[33px]"
      trigger={
        <>
          <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" className="text-ink-2">
            <path
              d="M2.6 10.4h8.8M3.6 10.4V6.2a3.4 3.4 0 0 1 6.8 0v4.2M5.8 12.4a1.3 1.3 0 0 0 2.4 0M7 2.8V1.4"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.2"
              strokeLinecap="round"
            />
          </svg>
          {unread > 0 ? (
            <span aria-hidden="true" className="tabular font-semibold">
              {said}
            </span>
          ) : null}
        </>
      }
    >
      {(close) => <BellPanel org={org} close={close} />}
    </Popover>
  );
}
