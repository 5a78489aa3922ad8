import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** Where one is in a long list: "1–31 of 45". */
export function Pager({
  page,
  pageSize,
  total,
  onPage,
  children,
  format = (count) => count.toLocaleString("en"),
}: {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
  children?: ReactNode;
  format?: (count: number) => string;
}) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const first = total === 0 ? 0 : (page - 1) * pageSize + 1;
  const last = Math.min(total, page * pageSize);
  return (
    <nav
      aria-label="Pages"
      data-print="hide"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2.5 text-ink-2 text-note"
    >
      <p className="tabular">
        <span className="font-semibold text-ink">
          {format(first)}–{format(last)}
        </span>{" "}
        of {format(total)}
        {children ? <> · {children}</> : null}
      </p>
      {pages > 1 ? (
        <div className="flex items-center gap-2">
          <Button size="small" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            Previous
          </Button>
          <span className="tabular">
            Page {format(page)} of {format(pages)}
          </span>
          <Button size="small" disabled={page >= pages} onClick={() => onPage(page + 1)}>
            Next
          </Button>
        </div>
      ) : null}
    </nav>
  );
}
