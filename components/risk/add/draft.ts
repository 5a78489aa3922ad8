import { type PlaceValue, PORTFOLIO, placeIds } from "@/components/risk/place-value";
import { type RiskCreation, riskCreation } from "@/domain/risk/input";
import type { Distribution, RiskKind, Strategy } from "@/domain/risk/response";
import { readAmount } from "@/domain/shared/money";

/** The form as it is typed. */
export type RiskDraft = {
  title: string;
  cause: string;
  event: string;
  consequence: string;
  kind: RiskKind;
  category: string;
  place: PlaceValue;
  ownerId: string;
  proximityOn: string;
  reviewOn: string;
  strategy: string;
  probability: string;
  distribution: Distribution;
  lossLow: string;
  lossLikely: string;
  lossHigh: string;
};

export const emptyRisk = (place: PlaceValue = PORTFOLIO, ownerId = ""): RiskDraft => ({
  ...{ title: "", cause: "", event: "", consequence: "", kind: "threat", category: "", place, ownerId },
  ...{ proximityOn: "", reviewOn: "", strategy: "", probability: "", distribution: "fixed" },
  ...{ lossLow: "", lossLikely: "", lossHigh: "" },
});

export type Faults = Partial<Record<keyof RiskDraft, string>>;
export type DraftRead = { ok: true; risk: RiskCreation } | { ok: false; faults: Faults };

const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
const MONEY = ["lossLow", "lossLikely", "lossHigh"] as const;

function amounts(draft: RiskDraft, currency: string): { values: Record<string, number | null>; faults: Faults } {
  const values: Record<string, number | null> = {};
  const faults: Faults = {};
  for (const field of MONEY) {
    values[field] = null;
    if (draft[field].trim() === "") continue;
    const read = readAmount(draft[field], currency);
    if (read.ok) values[field] = read.minor;
    else faults[field] = read.because;
  }
  if (draft.distribution !== "fixed")
    for (const field of MONEY)
      if (values[field] === null && !faults[field]) faults[field] = "This spread needs all three.";
  return { values, faults };
}

/** What the form says, by the schema the server uses, or what is wrong with each field. */
export function readDraft(draft: RiskDraft, currency: string): DraftRead {
  const { values, faults } = amounts(draft, currency);
  const typed = draft.probability.replace("%", "").replace(",", ".").trim();
  const probability = typed === "" ? null : Number(typed) / 100;
  if (probability !== null && !(probability >= 0 && probability <= 1))
    faults.probability = "Give a percentage from 0 to 100.";
  if (draft.place.noun !== "portfolio" && draft.place.id === "") faults.place = "Choose one, or the whole portfolio.";
  const { title, cause, event, consequence, kind, distribution } = draft;
  const parsed = riskCreation.safeParse({
    ...{ title, cause, event, consequence, kind, distribution, ...values, ...placeIds(draft.place) },
    probability: faults.probability ? null : probability,
    ...{
      category: orNull(draft.category),
      ownerId: orNull(draft.ownerId),
      strategy: orNull(draft.strategy) as Strategy | null,
    },
    ...{ proximityOn: orNull(draft.proximityOn), reviewOn: orNull(draft.reviewOn) },
  });
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = path[0] as keyof RiskDraft;
    const shown = field in draft ? field : "place";
    faults[shown] ??= message;
  }
  return parsed.success && Object.keys(faults).length === 0 ? { ok: true, risk: parsed.data } : { ok: false, faults };
}
