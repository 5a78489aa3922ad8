"use client";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef } from "react";
import { OrgLink } from "@/components/ui/org-link";

export type Tab = { label: string; href: string; count?: ReactNode; current?: boolean };

/** Views of one page, each at an address of its own. */
export function Tabs({ label, tabs, aside }: { label: string; tabs: Tab[]; aside?: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  const current = tabs.find((tab) => tab.current)?.href;
  // Where they do not all fit, the current one is not among those out of sight.
  useEffect(() => {
    const shown = current ? nav.current?.querySelector<HTMLElement>("[aria-current]") : null;
    if (!nav.current || !shown) return;
    nav.current.scrollLeft = shown.offsetLeft - (nav.current.clientWidth - shown.offsetWidth) / 2;
  }, [current]);
  return (
    <div data-print="hide" className="flex min-w-0 items-end justify-between gap-4 border-rule border-b">
      <nav ref={nav} aria-label={label} className="relative -mb-px flex min-w-0 gap-[22px] overflow-x-auto">
        {tabs.map((tab) => (
          <OrgLink
            key={tab.href}
            href={tab.href}
            aria-current={tab.current ? "page" : undefined}
            className={clsx(
              "flex min-h-[44px] shrink-0 items-center gap-1.5 border-b-2 font-medium text-table -outline-offset-2 wide:min-h-[38px]",
              tab.current ? "border-ink text-ink" : "border-transparent text-ink-2 hover:text-ink",
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : <span className="font-normal text-ink-2 tabular">{tab.count}</span>}
          </OrgLink>
        ))}
      </nav>
      {aside ? <div className="shrink-0 pb-2">{aside}</div> : null}
    </div>
  );
}
