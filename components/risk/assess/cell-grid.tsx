"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useRef } from "react";
import { SEVERITY_WASH, severityStatus } from "@/components/risk/severity";
import { StatusGlyph } from "@/components/ui/status";
import { cellName, levelOf, type MatrixDefinition, scoreOf, stepName } from "@/domain/risk/matrix";

export type Cell = { likelihood: number; impact: number };

const sameCell = (one: Cell | null, other: Cell): boolean =>
  one?.likelihood === other.likelihood && one.impact === other.impact;

const MOVES: Record<string, readonly [likelihood: number, impact: number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/**
 * The matrix, each cell with its level and score. A cell is picked by pointer, or by arrows and Enter or Space; likelihood
 * grows upwards. `marks`: short words shown in a cell, such as where it stood before.
 */
export function CellGrid({
  label,
  matrix,
  value,
  onPick,
  marks = [],
}: {
  label: string;
  matrix: MatrixDefinition;
  value: Cell | null;
  onPick: (cell: Cell) => void;
  marks?: readonly { cell: Cell; word: string }[];
}) {
  const table = useRef<HTMLTableElement>(null);
  const { likelihoods, impacts, levels } = matrix;
  const reached = value ?? { likelihood: 0, impact: 0 };
  const onKey = (event: KeyboardEvent, at: Cell) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const [likelihood, impact] = [at.likelihood + move[0], at.impact + move[1]];
    table.current?.querySelector<HTMLElement>(`[data-cell="${likelihood}-${impact}"]`)?.focus();
  };
  return (
    <table ref={table} aria-label={label} className="w-full table-fixed border-separate border-spacing-0">
      <tbody>
        {likelihoods.map((_, index) => {
          const likelihood = likelihoods.length - 1 - index;
          return (
            <tr key={stepName(likelihoods, likelihood)}>
              <th
                scope="row"
                className="break-words pr-1.5 text-right align-middle font-normal text-ink-2 text-micro wide:pr-2 wide:text-label"
              >
                {stepName(likelihoods, likelihood)}
              </th>
              {impacts.map((step, impact) => {
                const cell = { likelihood, impact };
                const level = levels[levelOf(matrix, likelihood, impact)];
                const isPicked = sameCell(value, cell);
                const words = marks.filter((mark) => sameCell(mark.cell, cell)).map(({ word }) => word);
                return (
                  <td key={step.name} className="p-0">
                    <button
                      type="button"
                      data-cell={`${likelihood}-${impact}`}
                      tabIndex={sameCell(reached, cell) ? 0 : -1}
                      aria-pressed={isPicked}
                      onClick={() => onPick(cell)}
                      onKeyDown={(event) => onKey(event, cell)}
                      className={clsx(
                        "relative -mr-px -mb-px flex min-h-[45px] w-[calc(100%+1px)] flex-col items-start justify-between border border-rule px-1.5 py-1 text-left text-micro",
                        level && SEVERITY_WASH[level.severity],
                        isPicked
                          ? "z-[5] outline-2 outline-ink -outline-offset-2"
                          : "hover:z-[5] hover:border-ink focus-visible:z-10",
                      )}
                    >
                      <span className="sr-only">{cellName(matrix, likelihood, impact)}: </span>
                      <span className="flex w-full justify-between gap-1">
                        <span className="sr-only wide:not-sr-only wide:truncate wide:text-ink-2">{level?.name}</span>
                        {level ? (
                          <span className="wide:hidden">
                            <StatusGlyph status={severityStatus(level.severity)} size={7} />
                          </span>
                        ) : null}
                        <span className="font-semibold tabular">{scoreOf(likelihood, impact)}</span>
                      </span>
                      {words.length > 0 ? <span className="truncate font-medium">{words.join(", ")}</span> : null}
                    </button>
                  </td>
                );
              })}
            </tr>
          );
        })}
        <tr>
          <td />
          {impacts.map(({ name }) => (
            <th key={name} scope="col" className="break-words pt-1 font-normal text-ink-2 text-micro wide:text-label">
              {name}
            </th>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
