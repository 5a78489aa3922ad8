"use client";

import Link, { useLinkStatus } from "next/link";
import { useSearchParams } from "next/navigation";
import { type ComponentProps, createContext, type ReactNode, use } from "react";
import { AT_KEY, parseAt, withAt } from "@/components/ui/at";

const At = createContext<string | null>(null);

/**
 * Holds the as-of day of an organisation's pages. Read from the address here alone: whoever reads the address draws again
 * with every change of it, and the links of a long table are many.
 */
export function AtProvider({ children }: { children: ReactNode }) {
  return <At value={parseAt(useSearchParams().get(AT_KEY))}>{children}</At>;
}

/** The as-of day of the page being looked at, or null for now. */
export const useAt = (): string | null => use(At);

/** A link inside the application: it keeps the as-of day. Rows of long tables should pass `prefetch={false}`. */
export function OrgLink({ href, children, ...rest }: Omit<ComponentProps<typeof Link>, "href"> & { href: string }) {
  return (
    <Link {...rest} href={withAt(href, useAt())}>
      {children}
      <Pending />
    </Link>
  );
}

/** Marks a link whose page is on its way: the page left behind is dimmed by it when that takes long. */
function Pending() {
  return useLinkStatus().pending ? <span hidden data-pending="" /> : null;
}
