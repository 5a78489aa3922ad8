import type { ControlKind, RiskKind, Strategy } from "@/domain/risk/response";
import type { TaxonomyRef } from "@/domain/risk/taxonomy/framework";

/** Likelihood and impact as the matrix names them, counted from 1. */
export type Cell = readonly [likelihood: number, impact: number];

export type SampleControl = {
  name: string;
  kind: ControlKind;
  effectiveness: number; // a fraction
  testedAgo?: number;
};
export type SampleAction = { title: string; owner: string; dueIn: number; doneAgo?: number };
/** A residual assessed anew, by whom and why; `p` is the probability that goes with it. */
export type SampleMove = { ago: number; cell: Cell; p: number; why: string; by?: string };
/** A rule of the risk's own model that raises it, linked so many days ago. */
export type SampleIndicator = { ago: number; metric: string; warning: number; critical: number; note: string };
export type SampleAcceptance = {
  proposedAgo: number;
  by: string;
  rationale: string;
  decidedAgo: number;
  decidedBy: string;
  reason: string;
  endsIn: number;
};

/** One risk and its year. Days count from today, backwards (`ago`) or forwards (`In`); amounts are thousands. */
export type SampleRisk = {
  n: number; // of its code
  /** A starter it was copied from gives the words that are not said here. */
  starter?: string;
  title?: string;
  cause?: string;
  event?: string;
  consequence?: string;
  kind?: RiskKind;
  category?: string;
  /** Further dimensions of impact, from 1. */
  also?: Readonly<Record<string, number>>;
  /** Where it stands: one of these, or none for the portfolio. */
  on?: string; // code of an initiative
  model?: string;
  program?: string;
  owner: string;
  ago: number;
  /** Low, likely and high; a single figure is fixed. */
  loss: readonly [number, number, number] | number;
  p: number;
  strategy?: Strategy;
  inherent: Cell;
  residual: Cell;
  target?: readonly [likelihood: number, impact: number, dueIn: number];
  nearIn?: number;
  reviewIn?: number;
  moves?: readonly SampleMove[];
  controls?: readonly SampleControl[];
  actions?: readonly SampleAction[];
  plan?: { contingency: string; trigger: string; amount: number };
  tags?: readonly TaxonomyRef[];
  group?: string; // of risks that share their luck
  indicators?: readonly SampleIndicator[];
  acceptance?: SampleAcceptance;
  closed?: { ago: number; why: string };
  cameTrue?: { ago: number; why: string; issue: string; severity: "amber" | "red"; dueIn: number };
};

export const prevents = (name: string, effectiveness: number, testedAgo?: number): SampleControl => ({
  ...{ name, effectiveness, kind: "preventive" },
  ...(testedAgo === undefined ? {} : { testedAgo }),
});
export const mitigates = (name: string, effectiveness: number, testedAgo?: number): SampleControl => ({
  ...prevents(name, effectiveness, testedAgo),
  kind: "mitigating",
});
