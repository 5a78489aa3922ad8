import type { Existing } from "../../import/noun";
import type { Distribution, RiskKind, RiskStatus, Strategy } from "../response";
import { NOWHERE, type Placed, type PlaceWorld } from "./place";
import { type Rated, type RatedWorld, type Rating, UNRATED } from "./rating";

/** Everything an import can set of a risk. Money is minor units; `probability` a fraction. */
export type RiskValues = Placed & {
  code: string | null;
  title: string;
  cause: string | null;
  event: string | null;
  consequence: string | null;
  kind: RiskKind;
  category: string | null;
  proximityOn: string | null;
  raisedOn: string | null;
  reviewOn: string | null;
  strategy: Strategy | null;
  contingencyPlan: string | null;
  contingencyTrigger: string | null;
  contingency: number | null;
  probability: number | null;
  lossLow: number | null;
  lossLikely: number | null;
  lossHigh: number | null;
  distribution: Distribution;
  correlationGroup: string | null;
  status: RiskStatus;
  inherent: Rated;
  residual: Rated;
  /** The ratings that are other than before, to be assessed. */
  rated: Rating[];
};

export type ExistingRisk = Existing<RiskValues>;
export type RiskWorld = PlaceWorld & RatedWorld & { currency: string };

const rating = ({ likelihood, impacts }: Rated): Rated => ({ likelihood, impacts: { ...impacts }, gravest: null });

export const emptyRisk = (): RiskValues => ({
  ...NOWHERE,
  ...{ code: null, title: "", cause: null, event: null, consequence: null, kind: "threat", category: null },
  ...{ proximityOn: null, raisedOn: null, reviewOn: null, strategy: null },
  ...{ contingencyPlan: null, contingencyTrigger: null, contingency: null, probability: null },
  ...{ lossLow: null, lossLikely: null, lossHigh: null, distribution: "fixed", correlationGroup: null, status: "open" },
  ...{ inherent: rating(UNRATED), residual: rating(UNRATED), rated: [] },
});

export const copyRisk = (values: RiskValues): RiskValues => ({
  ...values,
  ...{ inherent: rating(values.inherent), residual: rating(values.residual), rated: [] },
});
