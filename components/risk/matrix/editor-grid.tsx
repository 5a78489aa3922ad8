"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useRef, useState } from "react";
import { type MatrixDraft, withCell } from "@/components/risk/matrix/draft";
import type { Severity } from "@/domain/risk/severity";

const WASH: Record<Severity, string> = {
  green: "bg-transparent",
  yellow: "bg-wash",
  amber: "bg-watch-wash",
  red: "bg-bad-wash",
};
const MOVES: Record<string, readonly [number, number]> = {
  ...{ ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] },
};

/** The levels of all cells: arrows move, a digit sets the level, Enter or Space takes the next one. */
export function EditorGrid({ draft, onChange }: { draft: MatrixDraft; onChange: (draft: MatrixDraft) => void }) {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ likelihood: 0, impact: 0 });
  const set = (likelihood: number, impact: number, level: number) => {
    if (draft.levels[level]) onChange(withCell(draft, likelihood, impact, level));
  };
  const onKey = (event: KeyboardEvent, likelihood: number, impact: number) => {
    const move = MOVES[event.key];
    if (move) {
      event.preventDefault();
      const to = `[data-cell="${likelihood + move[0]}-${impact + move[1]}"]`;
      table.current?.querySelector<HTMLElement>(to)?.focus();
    } else if (/^[1-9]$/.test(event.key)) set(likelihood, impact, Number(event.key) - 1);
  };
  const rows = draft.likelihoods.map((step, likelihood) => ({ step, likelihood })).toReversed();
  return (
    <table ref={table} aria-label="Levels of the cells" className="w-full table-fixed border-separate border-spacing-0">
      <tbody>
        {rows.map(({ step, likelihood }) => (
          <tr key={likelihood}>
            <th scope="row" className="wrap-anywhere pr-2 text-right align-middle font-normal text-ink-2 text-label">
              {step.name}
            </th>
            {draft.impacts.map((impactStep, impact) => {
              const index = draft.grid[likelihood]?.[impact] ?? 0;
              const level = draft.levels[index];
              const isReached = at.likelihood === likelihood && at.impact === impact;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={impact} className="p-0">
                  <button
                    type="button"
                    data-cell={`${likelihood}-${impact}`}
                    tabIndex={isReached ? 0 : -1}
                    aria-label={`${step.name} × ${impactStep.name}: ${level?.name ?? "no level"}`}
                    onFocus={() => setAt({ likelihood, impact })}
                    onKeyDown={(event) => onKey(event, likelihood, impact)}
                    onClick={() => set(likelihood, impact, (index + 1) % Math.max(1, draft.levels.length))}
                    className={clsx(
                      "min-h-[44px] w-full truncate border border-rule px-1.5 text-left text-label hover:border-ink",
                      level && WASH[level.severity],
                    )}
                  >
                    {level?.name}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
        <tr>
          <td />
          {draft.impacts.map(({ name }, impact) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <th key={impact} scope="col" className="wrap-anywhere pt-1 font-normal text-ink-2 text-label">
              {name}
            </th>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
