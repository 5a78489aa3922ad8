"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** Nothing is here yet: why, and what to do. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-1.5 py-9">
      <p className="font-medium font-serif text-figure">{title}</p>
      {children ? <div className="max-w-[560px] text-ink-2">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}

/** Something failed: what, whether anything was lost, and a way to try again. */
export function ErrorState({
  title = "This part could not be loaded",
  message,
  requestId,
  onRetry,
}: {
  title?: string;
  message?: string;
  requestId?: string;
  onRetry?: () => void;
}) {
  return (
    <div role="alert" className="flex flex-col items-start gap-1.5 py-9">
      <p className="font-medium font-serif text-figure">{title}</p>
      <p className="max-w-[560px] text-ink-2">{message ?? "Nothing was lost. Try again in a moment."}</p>
      {requestId ? (
        <p className="text-ink-2 text-note">
          Reference <code className="font-mono">{requestId}</code>
        </p>
      ) : null}
      {onRetry ? (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
