"use client";

import { clsx } from "clsx";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";

/** One value of the column: its name, how many, and their cards. */
export function Lane({
  value,
  label,
  count,
  isTarget,
  isEmpty,
  more,
  isLoading,
  onMore,
  children,
}: {
  value: string;
  label: string;
  count: string;
  /** The card being moved would land here. */
  isTarget: boolean;
  isEmpty: boolean;
  /** Cards the next press brings; 0 when all are here. */
  more: number;
  isLoading: boolean;
  onMore: () => void;
  children: ReactNode;
}) {
  const headId = useId();
  return (
    <section
      data-lane={value}
      aria-labelledby={headId}
      className={clsx(
        "min-h-[180px] shrink-0 snap-start rounded-control p-1.5 outline-dashed outline-1 -outline-offset-1",
        isEmpty ? "w-[118px]" : "w-[min(228px,78vw)]",
        isTarget ? "bg-wash outline-line" : "outline-transparent",
      )}
    >
      <h2 id={headId} className="flex items-baseline gap-1.5 border-ink border-b px-1 pb-1.5 font-semibold text-note">
        <span>{label}</span>
        <span className="font-normal text-ink-2 tabular">{count}</span>
      </h2>
      {isEmpty ? <p className="px-1 pt-2 text-ink-2 text-note">none</p> : <ul>{children}</ul>}
      {more > 0 ? (
        <Button
          size="small"
          tone="quiet"
          className="mt-1.5 w-full"
          busy={isLoading ? "Loading" : false}
          onClick={onMore}
        >
          Show {more} more
        </Button>
      ) : null}
    </section>
  );
}
