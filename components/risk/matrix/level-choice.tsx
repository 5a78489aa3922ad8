"use client";

import { clsx } from "clsx";
import { useId } from "react";
import type { DraftLevel } from "@/components/risk/matrix/draft";
import { SEVERITY_WASH, severityStatus } from "@/components/risk/severity";
import { Kbd } from "@/components/ui/kbd";
import { StatusGlyph } from "@/components/ui/status";

const MOST_DIGITS = 9;

/** The level that cells are painted with. */
export function LevelChoice({
  levels,
  chosen,
  onChoose,
}: {
  levels: readonly DraftLevel[];
  chosen: number;
  onChoose: (level: number) => void;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="text-ink-2 text-note">
        Choose a level and paint the cells. By keyboard: arrows move, a digit sets its level.
      </legend>
      <div className="mt-1.5 flex flex-wrap gap-2">
        {levels.map((level, index) => (
          <label
            key={level.key}
            className={clsx(
              "flex min-h-[36px] items-center gap-1.5 rounded-control border border-rule px-2.5 text-table has-checked:border-ink has-checked:outline-1 has-checked:outline-ink wide:min-h-[30px]",
              SEVERITY_WASH[level.severity],
            )}
          >
            <input
              type="radio"
              name={name}
              checked={chosen === index}
              onChange={() => onChoose(index)}
              className="accent-ink"
            />
            <StatusGlyph status={severityStatus(level.severity)} />
            <span className="wrap-anywhere">{level.name.trim() || `level ${index + 1}`}</span>
            {index < MOST_DIGITS ? <Kbd>{String(index + 1)}</Kbd> : null}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
