import { INITIATIVE_STAGES, type InitiativeStage } from "@/domain/initiative/choice";

const STEP = 7;
const WIDTH = INITIATIVE_STAGES.length * STEP - 2;

const EVERY = INITIATIVE_STAGES.map((_, index) => `M${index * STEP} 3h5v4h-5z`);

/** Where a stage lies on its way: passed steps filled, the present one tall. The word stands beside it. */
export function StageSteps({ stage }: { stage: InitiativeStage | null }) {
  const here = stage === null ? -1 : INITIATIVE_STAGES.indexOf(stage);
  return (
    <svg viewBox={`0 0 ${WIDTH} 10`} width={WIDTH} height="10" aria-hidden="true" className="mr-2.5 inline-block">
      {here > 0 ? <path d={EVERY.slice(0, here).join("")} className="fill-line" /> : null}
      {here < 0 ? null : <rect x={here * STEP} width="4" height="10" className="fill-ink" />}
      <path d={EVERY.slice(here + 1).join("")} className="fill-rule" />
    </svg>
  );
}
