import { z } from "zod";
import { initiativeEdit, LIMITS, newInitiative, stageChange, tagNames } from "./input";

const reason = z.string().trim().min(3, "Say why, in a sentence others can follow.").max(LIMITS.reason);

/** A form's new initiative: with the people named on it, should it be restricted. */
export const initiativeCreation = newInitiative.safeExtend({ people: z.array(z.uuid()).max(200).default([]) });
export type InitiativeCreation = z.infer<typeof initiativeCreation>;

/**
 * An edit in place. `tagsSeen` and `peopleSeen` are the lists the editor saw: what was added to and removed from them is
 * applied, so that two people who each add one keep both.
 */
export const initiativeChange = initiativeEdit.safeExtend({
  tagsSeen: tagNames.optional(),
  people: z.array(z.uuid()).max(200).optional(),
  peopleSeen: z.array(z.uuid()).max(200).optional(),
  reason: z.string().trim().max(LIMITS.reason).optional(),
});
export type InitiativeChange = z.infer<typeof initiativeChange>;

export const initiativeStageChange = stageChange;

/** Archiving and bringing back both say why. */
export const initiativeArchival = z.object({ id: z.uuid(), reason });
export type InitiativeArchival = z.infer<typeof initiativeArchival>;
