"use client";

import { useEffect, useState } from "react";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Asks before a link is followed, or the page closed, while something typed is not saved. */
export function LeaveGuard({ dirty, what }: { dirty: boolean; what: string }) {
  const [target, setTarget] = useState<string | null>(null);
  useLeaveWarning(dirty && target === null);
  useEffect(() => {
    if (!dirty) return;
    const onClick = (event: MouseEvent) => {
      if (
        event.defaultPrevented ||
        event.button !== 0 ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        event.altKey
      )
        return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download") || link.hash) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(link.href);
    };
    document.addEventListener("click", onClick, true);
    return () => document.removeEventListener("click", onClick, true);
  }, [dirty]);
  return (
    <Dialog
      open={target !== null}
      onClose={() => setTarget(null)}
      title="Leave without saving?"
      description={`${what} is not saved. Leaving discards what you typed.`}
      actions={
        <>
          <Button tone="danger" onClick={() => (target ? window.location.assign(target) : undefined)}>
            Leave
          </Button>
          <Button tone="primary" onClick={() => setTarget(null)}>
            Stay here
          </Button>
        </>
      }
    />
  );
}
