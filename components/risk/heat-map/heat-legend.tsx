import { Kbd } from "@/components/ui/kbd";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import type { Severity } from "@/domain/risk/severity";
import { redWords, toleranceText, type ViewedMark } from "./heat-view";

/** What the marks mean; only those that are drawn. */
export function HeatLegend({
  marks,
  definition,
  tolerance,
  mayMove,
}: {
  marks: readonly ViewedMark[];
  definition: MatrixDefinition;
  tolerance: Severity | null;
  mayMove: boolean;
}) {
  const has = (fits: (mark: ViewedMark) => boolean) => marks.some(fits);
  return (
    <ul className="flex min-h-6 flex-wrap items-center gap-x-3.5 gap-y-1 text-ink-2 text-label">
      {has(({ severity }) => severity === "red") ? (
        <Key words={redWords(definition)} width={10}>
          <rect width="10" height="10" className="fill-bad" />
        </Key>
      ) : null}
      {tolerance ? (
        <Key words={toleranceText(tolerance)}>
          <path d="M1 5H19" className="stroke-ink" strokeWidth="1.6" />
        </Key>
      ) : null}
      {has(({ state }) => state === "moved") ? (
        <Key words="moved">
          <circle cx="4" cy="5" r="3" fill="none" className="stroke-ink" />
          <path d="M7 5H15" className="stroke-ink" />
          <path d="M20 5L15 2.4V7.6Z" className="fill-ink" />
        </Key>
      ) : null}
      {has(({ state }) => state === "new") ? (
        <Key words="new">
          <rect
            x="1"
            y="0.5"
            width="18"
            height="9"
            rx="4.5"
            fill="none"
            className="stroke-ink"
            strokeDasharray="2.5 2"
          />
        </Key>
      ) : null}
      <Key words="another risk, point to name it" width={6}>
        <circle cx="3" cy="5" r="2.4" className="fill-ink-3" />
      </Key>
      <li className="hidden items-center gap-1 desk:flex" data-print="hide">
        <Kbd>←</Kbd> <Kbd>→</Kbd> step
        {mayMove ? (
          <>
            <Kbd className="ml-2">M</Kbd> move
          </>
        ) : null}
      </li>
    </ul>
  );
}

function Key({ words, width = 20, children }: { words: string; width?: number; children: React.ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg width={width} height="10" viewBox={`0 0 ${width} 10`} aria-hidden="true" className="overflow-visible">
        {children}
      </svg>
      {words}
    </li>
  );
}
