import { atPresets, parseAt } from "@/components/ui/at";
import { ASSESSMENT_KINDS, type AssessmentKind } from "@/domain/risk/response";
import { type Condition, type Filter, keeping } from "@/domain/table/filter";
import type { ViewState } from "@/domain/table/view";

/** Says where something stands, not how grave it is: map, exposure and what moved follow the register in these alone. */
const PLACES: readonly string[] = [
  "program",
  "initiative",
  "model",
  "level",
  "category",
  "owner",
  "common",
  "tag",
  "kind",
];

export const placeFilter = (filter: Filter): Filter => {
  const kept = keeping(filter, ({ column }: Condition) => PLACES.includes(column));
  return "column" in kept ? { all: [kept] } : kept;
};

export type RisksAsked = { at: string | undefined; kind: AssessmentKind; since: string };
type Query = { get(name: string): string | null };

/** The day arrows begin at, unless the address says another: the end of the month before. */
export const usualSince = (today: string): string => atPresets(today)[0]?.day ?? today;

/** `map`: the assessment the map shows; `since`: the day compared with, before the one shown. */
export function risksAsked(query: Query, at: string | undefined, today: string): RisksAsked {
  const day = parseAt(query.get("since"));
  const shown = at ?? today;
  return {
    at,
    kind: ASSESSMENT_KINDS.find((kind) => kind === query.get("map")) ?? "residual",
    since: day && day < shown ? day : usualSince(shown),
  };
}

/** What is asked of the server for the upper half of the page; page and browser ask the same. */
export function questionsOf(org: string, { filter }: Pick<ViewState, "filter">, { at, kind, since }: RisksAsked) {
  const place = { org, at, q: "", filter: placeFilter(filter) };
  const compared = { ...place, since };
  return { map: { ...compared, kind }, exposure: compared, moved: compared, asks: place, trend: place };
}
