import type { InitiativeType } from "@/domain/initiative/choice";
import type { ControlKind, RiskKind, Strategy } from "../response";
import { currentEdition, type FrameworkKey, type TaxonomyRef } from "../taxonomy/framework";

/** A risk written in advance, in our own words, for an organisation to copy and make its own. */
export type Starter = {
  /** Kept by the risks copied from it: never changed, never used again. */
  id: string;
  kind?: RiskKind; // a threat unless it says otherwise
  title: string;
  cause: string;
  event: string;
  consequence: string;
  /** A category of the organisation's appetite. */
  category: "patient_safety" | "financial" | "schedule" | "compliance" | "reputation" | "equity" | "operations";
  /** Where to begin: a band of fractions, and how grave from 1 (mildest) to 5. Both are to be judged anew. */
  probability: readonly [from: number, to: number];
  impact: 1 | 2 | 3 | 4 | 5;
  strategy: Strategy;
  controls: readonly { name: string; kind: ControlKind }[];
  /** What to measure, so that its coming is seen. */
  indicator: string;
  /** Ids in the current edition of each framework; absent where nothing fits. */
  refs: Partial<Record<FrameworkKey, readonly string[]>>;
  /** One of these is enough. */
  fits: {
    types?: readonly InitiativeType[];
    /** This consequential or more: 1 is the most. */
    tierAtMost?: 1 | 2 | 3;
    /** Beginnings of words in what is written about the initiative, in lower case. */
    words?: readonly string[];
  };
};

/** Decimals of a probability that is only a suggestion. */
export const PROBABILITY_DIGITS = 2;

export const prevents = (...names: string[]): Starter["controls"] =>
  names.map((name) => ({ name, kind: "preventive" as const }));
export const mitigates = (...names: string[]): Starter["controls"] =>
  names.map((name) => ({ name, kind: "mitigating" as const }));

/** Its tags, each with the edition. */
export const tagsOf = ({ refs }: Starter): TaxonomyRef[] =>
  (Object.entries(refs) as [FrameworkKey, readonly string[]][]).flatMap(([framework, ids]) =>
    ids.map((ref) => ({ framework, edition: currentEdition(framework), ref })),
  );
