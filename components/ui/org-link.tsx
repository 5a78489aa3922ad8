"use client";

import Link, { useLinkStatus } from "next/link";
import { useSearchParams } from "next/navigation";
import type { ComponentProps } from "react";
import { AT_KEY, parseAt, withAt } from "@/components/ui/at";

/** The as-of day of the page being looked at, or null for now. */
export function useAt(): string | null {
  return parseAt(useSearchParams().get(AT_KEY));
}

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
