import { MOST_RECENT } from "@/domain/search/noun";

/** What was opened lately in one organisation, in this browser: nouns and ids only, so nothing readable is left behind. */
export type RecentRef = { noun: "initiative" | "model" | "risk"; ref: string };

const keyOf = (org: string, memberId: string) => `recent:${org}:${memberId}`;
const NOUNS: Record<string, RecentRef["noun"]> = { initiatives: "initiative", models: "model", risks: "risk" };
const NOT_RECORDS = new Set(["new", "programs"]);

/** The record a path shows: `/acme/models/7` is a model. */
export function refOf(pathname: string): RecentRef | null {
  const [, , place = "", ref = "", ...more] = pathname.split("/");
  const noun = NOUNS[place];
  return noun && ref && more.length === 0 && !NOT_RECORDS.has(ref) ? { noun, ref: decodeURIComponent(ref) } : null;
}

function parse(text: string | null): RecentRef[] {
  try {
    const refs: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(refs)) return [];
    return refs.filter(
      (each): each is RecentRef =>
        (each?.noun === "initiative" || each?.noun === "model" || each?.noun === "risk") &&
        typeof each.ref === "string" &&
        each.ref.length <= 64,
    );
  } catch {
    return []; // written by something else: as good as nothing
  }
}

export const recentRefs = (org: string, memberId: string): RecentRef[] =>
  parse(localStorage.getItem(keyOf(org, memberId))).slice(0, MOST_RECENT);

/** Latest first, each once. */
export function remember(org: string, memberId: string, ref: RecentRef): void {
  const others = recentRefs(org, memberId).filter((each) => each.noun !== ref.noun || each.ref !== ref.ref);
  localStorage.setItem(keyOf(org, memberId), JSON.stringify([ref, ...others].slice(0, MOST_RECENT)));
}
