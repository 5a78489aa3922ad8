import { clsx } from "clsx";

/** Uneven widths, so that it reads as text to come and not as a pattern. */
const WIDTHS = ["w-[62%]", "w-[48%]", "w-[71%]", "w-[55%]", "w-[66%]", "w-[43%]", "w-[58%]"] as const;

function widthAt(index: number): string {
  return WIDTHS[index % WIDTHS.length] ?? "w-1/2";
}

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx("skeleton block h-3", className)} />;
}

function Loading({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div role="status" aria-label={label}>
      {children}
    </div>
  );
}

export function HeadlineSkeleton() {
  return (
    <Loading label="Loading the page">
      <Skeleton className="h-7 w-[min(560px,90%)]" />
      <Skeleton className="mt-2.5 h-7 w-[min(420px,70%)]" />
      <Skeleton className="mt-5 h-4 w-[min(600px,95%)]" />
      <Skeleton className="mt-2.5 h-4 w-[min(480px,80%)]" />
    </Loading>
  );
}

export function SectionSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div className="border-ink border-t pt-3.5">
      <Loading label="Loading this section">
        <Skeleton className="w-40" />
        <Skeleton className="mt-3 h-4 w-3/4" />
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <Skeleton key={index} className={clsx("mt-6", widthAt(index))} />
        ))}
      </Loading>
    </div>
  );
}

export function TableSkeleton({ rows = 12, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div className="border-ink border-t">
      <Loading label="Loading the table">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <div key={row} className="flex h-[30px] items-center gap-6 border-rule-2 border-b">
            {Array.from({ length: columns }, (_, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
              <span key={column} className={column === 1 ? "flex-[3]" : "flex-1"}>
                <Skeleton className={clsx("h-2.5", widthAt(row + column * 2))} />
              </span>
            ))}
          </div>
        ))}
      </Loading>
    </div>
  );
}

/** A page to come: its headline, then what lies below. */
export function PageSkeleton({ rows, table = false }: { rows: number; table?: boolean }) {
  return (
    <>
      <HeadlineSkeleton />
      {table ? <TableSkeleton rows={rows} /> : <SectionSkeleton rows={rows} />}
    </>
  );
}
