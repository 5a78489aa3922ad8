import { clsx } from "clsx";

export const STATUSES = ["good", "watch", "bad", "stale", "none"] as const;
export type StatusKind = (typeof STATUSES)[number];
/** What has a shape: every status, and between good and watch the class that is graver than good and still borne by many. */
export type GlyphKind = StatusKind | "fair";

/** Which words a status is said in: a plan keeps its track, a measure its limit, a condition its promise. */
export type StatusWords = "track" | "limit" | "promise";

const WORDS: Record<StatusWords, Record<StatusKind, string>> = {
  track: { good: "on track", watch: "watch", bad: "off track", stale: "no fresh data", none: "not yet measured" },
  limit: { good: "inside", watch: "warning", bad: "critical", stale: "no fresh data", none: "not yet measured" },
  promise: { good: "met", watch: "late", bad: "broken", stale: "no fresh data", none: "not yet due" },
};

export function statusWord(status: StatusKind, words: StatusWords = "track"): string {
  return WORDS[words][status];
}

export const STATUS_TEXT: Record<GlyphKind, string> = {
  good: "text-good",
  fair: "text-fair",
  watch: "text-watch",
  bad: "text-bad",
  stale: "text-ink-2",
  none: "text-ink-2",
};

/** The shape alone, for places where the word stands elsewhere; `label` speaks it where nothing else does. */
export function StatusGlyph({ status, size = 9, label }: { status: GlyphKind; size?: number; label?: string }) {
  const tone = status === "stale" || status === "none" ? "text-ink-3" : STATUS_TEXT[status];
  return (
    <svg
      viewBox="0 0 12 12"
      width={size}
      height={size}
      className={clsx("inline-block shrink-0 overflow-visible", tone)}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {label ? <title>{label}</title> : null}
      {status === "good" ? <circle cx="6" cy="6" r="6" fill="currentColor" /> : null}
      {status === "fair" ? <path d="M-0.4 10.4A6.4 8.6 0 0 1 12.4 10.4Z" fill="currentColor" /> : null}
      {status === "watch" ? <path d="M6 0.4 12.4 11.6H-0.4Z" fill="currentColor" /> : null}
      {status === "bad" ? <rect x="0.4" y="0.4" width="11.2" height="11.2" fill="currentColor" /> : null}
      {status === "stale" ? (
        <circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.3 1.784" />
      ) : null}
      {status === "none" ? <path d="M2.5 6H9.5" stroke="currentColor" strokeWidth="1.6" /> : null}
    </svg>
  );
}

/** Shape and word together: status is never said by colour alone. */
export function Status({
  status,
  words = "track",
  children,
  className,
}: {
  words?: StatusWords;
  className?: string;
} & (
  | { status: StatusKind /** Other words than the usual ones, such as "no data 3 d". */; children?: React.ReactNode }
  | { status: "fair"; children: React.ReactNode }
)) {
  return (
    <span
      className={clsx(
        "inline-flex items-baseline gap-1.5 whitespace-nowrap font-medium",
        STATUS_TEXT[status],
        className,
      )}
    >
      <StatusGlyph status={status} />
      {children ?? (status === "fair" ? null : statusWord(status, words))}
    </span>
  );
}

/** The key below a table or strip: each shape with its word. */
export function StatusLegend({
  statuses = STATUSES,
  words,
}: {
  statuses?: readonly StatusKind[];
  words?: StatusWords;
}) {
  return (
    <ul className="flex flex-wrap gap-x-[18px] gap-y-1 text-note">
      {statuses.map((status) => (
        <li key={status}>
          <Status status={status} words={words} />
        </li>
      ))}
    </ul>
  );
}
