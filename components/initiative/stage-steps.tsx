import { INITIATIVE_STAGES, type InitiativeStage } from "@/domain/initiative/choice";

const STEP = 7;
const WIDTH = INITIATIVE_STAGES.length * STEP - 2;

/** Where a stage lies on its way: passed steps filled, the present one tall. The word stands beside it. */
export function StageSteps({ stage }: { stage: InitiativeStage | null }) {
  const here = stage === null ? -1 : INITIATIVE_STAGES.indexOf(stage);
  return (
    <svg viewBox={`0 0 ${WIDTH} 10`} width={WIDTH} height="10" aria-hidden="true" className="mr-2.5 inline-block">
      {INITIATIVE_STAGES.map((each, index) => (
        <rect
          key={each}
          x={index * STEP}
          y={index === here ? 0 : 3}
          width={index === here ? 4 : 5}
          height={index === here ? 10 : 4}
          className={index === here ? "fill-ink" : index < here ? "fill-line" : "fill-rule"}
        />
      ))}
    </svg>
  );
}
