"use client";

import { clsx } from "clsx";
import { useEffect } from "react";
import { look, useWorker } from "@/components/providers/reach";
import { StatusGlyph } from "@/components/ui/status";

const LOOK_AGAIN_MS = 10_000;

/** Where something waits for a job: says so when no worker runs. */
export function WorkerNotice({ className }: { className?: string }) {
  const works = useWorker();
  useEffect(() => {
    void look();
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  if (works) return null;
  return (
    <p
      role="status"
      className={clsx("flex items-baseline gap-2 rounded-control bg-watch-wash px-3 py-2 text-table", className)}
    >
      <StatusGlyph status="watch" />
      <span>
        <span className="font-semibold">The worker is not running.</span> Polls, imports and packs wait; nothing is
        lost, and they go on by themselves when an administrator has started it again.
      </span>
    </p>
  );
}
