"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Fragment } from "react";
import { OrgLink } from "@/components/ui/org-link";

const PERIODS = [
  { days: 30, label: "30 days" },
  { days: 90, label: "90 days" },
  { days: 365, label: "12 months" },
] as const;

/** How far back the charts go; each choice is an address. */
export function PeriodChoice({ days }: { days: number }) {
  const pathname = usePathname();
  const search = useSearchParams();
  const hrefOf = (period: number) => {
    const params = new URLSearchParams(search);
    params.set("days", String(period));
    return `${pathname}?${params}`;
  };
  return (
    <span className="whitespace-nowrap">
      {PERIODS.map((period, index) => (
        <Fragment key={period.days}>
          {index > 0 ? " · " : null}
          {period.days === days ? (
            <span aria-current="true" className="font-medium text-ink">
              {period.label}
            </span>
          ) : (
            <OrgLink
              href={hrefOf(period.days)}
              scroll={false}
              prefetch={false}
              className="text-accent underline-offset-2 hover:underline"
            >
              {period.label}
            </OrgLink>
          )}
        </Fragment>
      ))}
    </span>
  );
}
