"use client";

import { useId, useState } from "react";
import { contingencyAt, type ExposureFigures } from "@/domain/risk/exposure-figures";

const [LOWEST, HIGHEST, USUAL] = [50, 95, 80];

/** What to hold so that it suffices in so many cases of a hundred. */
export function Contingency({
  figures,
  money,
}: {
  figures: Pick<ExposureFigures, "percentiles" | "expected">;
  money: (minor: number) => string;
}) {
  const [percentile, setPercentile] = useState(USUAL);
  const id = useId();
  const needed = contingencyAt(figures, percentile);
  const beyond = needed - Math.max(0, figures.expected);
  return (
    <div className="mt-4 border-rule border-t pt-3">
      <label htmlFor={id} className="font-semibold text-table">
        Contingency at P{percentile}
      </label>
      <input
        id={id}
        type="range"
        min={LOWEST}
        max={HIGHEST}
        step={5}
        value={percentile}
        aria-valuetext={`P${percentile}: ${money(needed)}`}
        onChange={(event) => setPercentile(Number(event.target.value))}
        className="mt-1 block h-6 w-full accent-accent"
        data-print="hide"
      />
      <p className="text-note">
        Holding <strong className="font-semibold">{money(needed)}</strong> suffices in {percentile} of 100 years
        {beyond > 0 ? `, ${money(beyond)} more than is expected to be lost.` : "."}
      </p>
    </div>
  );
}
