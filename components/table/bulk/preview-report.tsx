"use client";

import type { ReactNode } from "react";
import type { BulkPreview } from "@/domain/table/answer";

const MOST_LISTED = 100;

/** What a bulk edit would do: from what to what, what is refused and why, what stands so already. */
export function PreviewReport({
  preview,
  error,
  one,
  many,
}: {
  preview: BulkPreview | undefined;
  error: string | undefined;
  one: string;
  many: string;
}) {
  if (error)
    return (
      <p role="alert" className="mt-4 font-medium text-bad text-note">
        {error}
      </p>
    );
  if (!preview)
    return (
      <p role="status" className="mt-4 text-ink-2 text-note">
        Looking at what would change …
      </p>
    );
  const { changes, refused, unchanged, beyond } = preview;
  const word = (count: number) => (count === 1 ? one : many);
  return (
    <div className="mt-4 border-ink border-t pt-2 text-note" role="status">
      <p className="font-serif text-meaning">
        {changes.length} {word(changes.length)} would change
        {refused.length > 0 ? `, ${refused.length} would be refused` : ""}
        {unchanged > 0 ? `, ${unchanged} ${unchanged === 1 ? "stands" : "stand"} so already` : ""}.
        {beyond > 0 ? ` ${beyond} more match than one edit takes; change those after these.` : ""}
      </p>
      <div className="mt-2 max-h-[240px] overflow-y-auto" tabIndex={-1}>
        {refused.length > 0 ? (
          <Listed name="Refused" rows={refused} words={({ why }) => <span className="text-bad">{why}</span>} />
        ) : null}
        {changes.length > 0 ? (
          <Listed
            name="Changes"
            rows={changes}
            words={({ from, to }) => (
              <>
                <span className="text-ink-2">{from}</span> → <span className="font-semibold">{to}</span>
              </>
            )}
          />
        ) : null}
      </div>
    </div>
  );
}

function Listed<Row extends { id: string; name: string }>({
  name,
  rows,
  words,
}: {
  name: string;
  rows: readonly Row[];
  words: (row: Row) => ReactNode;
}) {
  return (
    <section aria-label={name} className="pb-2">
      <h3 className="font-semibold">{name}</h3>
      <ul>
        {rows.slice(0, MOST_LISTED).map((row) => (
          <li key={row.id} className="grid gap-x-4 border-rule-2 border-b py-1 last:border-b-0 wide:grid-cols-2">
            <span>{row.name}</span>
            <span>{words(row)}</span>
          </li>
        ))}
      </ul>
      {rows.length > MOST_LISTED ? <p className="text-ink-2">and {rows.length - MOST_LISTED} more</p> : null}
    </section>
  );
}
