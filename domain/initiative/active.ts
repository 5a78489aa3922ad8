import { INITIATIVE_STAGES, type InitiativeStage } from "./choice";

/** Where an initiative has come to its end. */
export const RETIRED: InitiativeStage = "retired";

/** Stages an active initiative stands at. */
export const ACTIVE_STAGES: readonly InitiativeStage[] = INITIATIVE_STAGES.filter((stage) => stage !== RETIRED);

/**
 * What "active" means wherever initiatives are counted: neither archived nor retired. Overview, register, programs and packs
 * count these; the condition in SQL is `isActiveInitiative` beside the table.
 */
export const isActive = ({ stage, archived }: { stage: InitiativeStage | null; archived: boolean }): boolean =>
  !archived && stage !== RETIRED;
