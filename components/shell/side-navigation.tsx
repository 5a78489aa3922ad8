"use client";

import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { currentEntry, type NavCount, type NavCounts, type NavEntry } from "@/components/shell/navigation";
import { OrgLink } from "@/components/ui/org-link";
import { StatusGlyph } from "@/components/ui/status";

export function Count({ count }: { count: NavCount | undefined }) {
  if (!count) return null;
  return (
    <span className={clsx("flex items-center gap-1 font-normal tabular", count.alert ? "text-bad" : "text-ink-2")}>
      {count.value.toLocaleString("en")}
      {count.meaning ? <span className="sr-only"> {count.meaning}</span> : null}
      {count.alert ? <StatusGlyph status="bad" size={8} /> : null}
    </span>
  );
}

/** The left side: entries with their counts, settings and the organisation at the bottom. */
export function SideNavigation({
  entries,
  counts,
  org,
  place,
}: {
  entries: NavEntry[];
  counts: NavCounts;
  org: { slug: string; name: string };
  /** Stands at the bottom: where one is, and the way elsewhere. */
  place: ReactNode;
}) {
  const current = currentEntry(usePathname(), entries);
  const [main, foot] = [entries.filter((e) => e.key !== "settings"), entries.filter((e) => e.key === "settings")];
  const link = (entry: NavEntry) => (
    <li key={entry.key}>
      <OrgLink
        href={entry.href}
        aria-current={current?.key === entry.key ? "page" : undefined}
        className={clsx(
          "flex items-center justify-between rounded-control px-2.5 py-1.5 font-medium text-body",
          current?.key === entry.key
            ? "bg-wash text-ink"
            : "text-ink-2 hover:text-ink has-data-pending:bg-wash has-data-pending:text-ink",
        )}
      >
        {entry.label}
        <Count count={counts[entry.key]} />
      </OrgLink>
    </li>
  );
  return (
    <nav
      aria-label="Main"
      data-print="hide"
      className="sticky top-0 hidden h-dvh w-[212px] shrink-0 flex-col overflow-y-auto border-rule border-r px-3 pb-6 desk:flex"
    >
      <OrgLink href={`/${org.slug}`} aria-label="Portolan, overview" className="mx-2.5 mt-[22px] mb-5 block">
        <Logo />
      </OrgLink>
      <ul className="flex flex-col gap-0.5">{main.map(link)}</ul>
      <ul className="mt-auto flex flex-col gap-0.5 pt-6">{foot.map(link)}</ul>
      {place}
    </nav>
  );
}
