import type { InitiativeStage, InitiativeType } from "./choice";

/** What is stated of an initiative, in the record and in an import alike; null is not stated. */
export type StatedValues = {
  title: string;
  problem: string | null;
  outcome: string | null;
  businessUnit: string | null;
  domain: string | null;
  type: InitiativeType | null;
  stage: InitiativeStage | null;
  deliveryMethod: string | null;
  sponsorId: string | null;
  ownerId: string | null;
  leadId: string | null;
  /** A name that matches no member, as imported. */
  sponsorName: string | null;
  ownerName: string | null;
  leadName: string | null;
  startOn: string | null;
  targetOn: string | null;
  programId: string | null;
  restricted: boolean;
  /** Custom field id to value. */
  custom: Record<string, string>;
};
