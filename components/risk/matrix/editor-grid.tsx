"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { MatrixDraft } from "@/components/risk/matrix/draft";
import { faultAt } from "@/components/risk/matrix/draft-faults";
import { LevelChoice } from "@/components/risk/matrix/level-choice";
import { SEVERITY_WASH, severityStatus } from "@/components/risk/severity";
import { StatusGlyph } from "@/components/ui/status";
import { type MatrixFault, scoreOf } from "@/domain/risk/matrix";
import { sentenceCase } from "@/domain/shared/sentence";

const MOVES: Record<string, readonly [likelihood: number, impact: number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

const nameOf = (steps: MatrixDraft["impacts"], index: number): string =>
  steps[index]?.name.trim() || `step ${index + 1}`;

/**
 * The levels of all cells. With a pointer a level is chosen and the cells are painted with it, dragging too; by keyboard
 * arrows move, a digit sets that level, Enter or Space the chosen one. What is wrong with a cell is said at the cell.
 */
export function EditorGrid({
  draft,
  faults,
  onPaint,
}: {
  draft: MatrixDraft;
  faults: readonly MatrixFault[];
  onPaint: (likelihood: number, impact: number, level: number) => void;
}) {
  const table = useRef<HTMLTableElement>(null);
  const faultId = useId();
  const { likelihoods, impacts, levels, grid } = draft;
  const [at, setAt] = useState({ likelihood: 0, impact: 0 });
  const [chosen, setChosen] = useState(levels.length - 1);
  const brush = Math.min(chosen, levels.length - 1);
  // A row or column that went takes the place of the focus along.
  const reached = {
    likelihood: Math.min(at.likelihood, likelihoods.length - 1),
    impact: Math.min(at.impact, impacts.length - 1),
  };
  const set = (likelihood: number, impact: number, level: number) => {
    if (levels[level] && grid[likelihood]?.[impact] !== level) onPaint(likelihood, impact, level);
  };
  const focusCell = (place: string) => table.current?.querySelector<HTMLElement>(`[data-cell="${place}"]`)?.focus();
  const onKey = (event: KeyboardEvent, likelihood: number, impact: number) => {
    const move = MOVES[event.key];
    if (move) {
      event.preventDefault();
      focusCell(`${likelihood + move[0]}-${impact + move[1]}`);
    } else if (/^[1-9]$/.test(event.key)) set(likelihood, impact, Number(event.key) - 1);
  };
  const cellFaults = faults.filter(({ path }) => path.startsWith("grid."));
  return (
    <div className="grid gap-3">
      <LevelChoice levels={levels} chosen={brush} onChoose={setChosen} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section aria-label="Levels of the cells" tabIndex={0} className="overflow-x-auto">
        <table
          ref={table}
          aria-label="Levels of the cells"
          className="w-full table-fixed border-separate border-spacing-0 wide:min-w-[560px]"
        >
          <tbody>
            {likelihoods
              .map((step, likelihood) => ({ step, likelihood }))
              .toReversed()
              .map(({ step, likelihood }) => (
                <tr key={step.key}>
                  <th
                    scope="row"
                    className="wrap-anywhere pr-1.5 text-right align-middle font-normal text-ink-2 text-micro wide:pr-2 wide:text-label"
                  >
                    {nameOf(likelihoods, likelihood)}
                  </th>
                  {impacts.map(({ key }, impact) => {
                    const level = levels[grid[likelihood]?.[impact] ?? -1];
                    const fault = faultAt(faults, `grid.${likelihood}.${impact}`);
                    const isReached = reached.likelihood === likelihood && reached.impact === impact;
                    const names = `${nameOf(likelihoods, likelihood)} × ${nameOf(impacts, impact)}`;
                    return (
                      <td key={key} className="p-0">
                        <button
                          type="button"
                          data-cell={`${likelihood}-${impact}`}
                          tabIndex={isReached ? 0 : -1}
                          aria-describedby={fault ? `${faultId}-${likelihood}-${impact}` : undefined}
                          title={level?.name}
                          onFocus={() => setAt({ likelihood, impact })}
                          onKeyDown={(event) => onKey(event, likelihood, impact)}
                          onClick={() => set(likelihood, impact, brush)}
                          onPointerEnter={({ buttons }) => (buttons === 1 ? set(likelihood, impact, brush) : undefined)}
                          onPointerLeave={({ buttons }) => (buttons === 1 ? set(likelihood, impact, brush) : undefined)}
                          className={clsx(
                            "relative -mr-px -mb-px flex min-h-[45px] w-[calc(100%+1px)] touch-manipulation select-none items-center justify-between gap-x-1 border px-1.5 text-left text-label focus-visible:z-10",
                            fault ? "z-[5] border-2 border-bad" : "border-rule hover:z-[5] hover:border-ink",
                            level && SEVERITY_WASH[level.severity],
                          )}
                        >
                          <span className="sr-only">{names}: </span>
                          <span className="sr-only wide:not-sr-only wide:min-w-0 wide:truncate">{level?.name}</span>
                          {level ? (
                            <span className="wide:hidden">
                              <StatusGlyph status={severityStatus(level.severity)} size={9} />
                            </span>
                          ) : null}
                          {fault ? (
                            <span className="font-semibold text-bad">
                              <span aria-hidden="true">!</span>
                              <span className="sr-only">, to be put right</span>
                            </span>
                          ) : (
                            <span className="text-ink-2 tabular">{scoreOf(likelihood, impact)}</span>
                          )}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            <tr>
              <td />
              {impacts.map(({ key }, impact) => (
                <th
                  key={key}
                  scope="col"
                  className="wrap-anywhere pt-1 font-normal text-ink-2 text-micro wide:text-label"
                >
                  {nameOf(impacts, impact)}
                </th>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      {cellFaults.length > 0 ? (
        <ul aria-label="Cells to be put right" className="grid gap-1">
          {cellFaults.map(({ path, message }) => {
            const place = path.split(".").slice(1).join("-");
            return (
              <li key={path}>
                <button
                  type="button"
                  id={`${faultId}-${place}`}
                  onClick={() => focusCell(place)}
                  className="min-h-6 text-left font-medium text-bad text-note underline-offset-2 hover:underline"
                >
                  {sentenceCase(message)}
                </button>
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}
