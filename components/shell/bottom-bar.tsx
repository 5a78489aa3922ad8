"use client";

import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import { currentEntry, type NavCounts, type NavEntry } from "@/components/shell/navigation";
import { Count } from "@/components/shell/side-navigation";
import { Menu } from "@/components/ui/menu";
import { OrgLink } from "@/components/ui/org-link";

const WORD =
  "flex min-h-[54px] flex-1 items-center justify-center gap-1 whitespace-nowrap border-t-2 px-1 font-medium text-[0.8125rem] -outline-offset-2";

/** The narrow screen's navigation: four places and a menu with the rest. */
export function BottomBar({ entries, counts }: { entries: NavEntry[]; counts: NavCounts }) {
  const current = currentEntry(usePathname(), entries);
  const [shown, rest] = [entries.slice(0, 4), entries.slice(4)];
  return (
    <nav
      aria-label="Main"
      data-print="hide"
      className="fixed inset-x-0 bottom-0 z-30 flex border-rule border-t bg-paper pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      {shown.map((entry) => (
        <OrgLink
          key={entry.key}
          href={entry.href}
          aria-current={current?.key === entry.key ? "page" : undefined}
          className={clsx(
            WORD,
            "-mt-px",
            current?.key === entry.key
              ? "border-ink text-ink"
              : "border-transparent text-ink-2 has-data-pending:text-ink",
          )}
        >
          {entry.short}
          {entry.key === "models" ? <Count count={counts[entry.key]} /> : null}
        </OrgLink>
      ))}
      <Menu
        label="More"
        trigger="Menu"
        triggerClass={clsx(WORD, "-mt-px border-transparent text-ink-2")}
        items={rest.map((entry) => ({ label: entry.label, href: entry.href }))}
      />
    </nav>
  );
}
