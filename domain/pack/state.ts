import { counted, sentence, verb } from "../shared/sentence";
import { PORTFOLIO } from "./input";

export const PACK_STATUSES = ["building", "ready", "failed"] as const;
export type PackStatus = (typeof PACK_STATUSES)[number];

export const PACK_WORDS: Record<PackStatus, string> = {
  building: "being made",
  ready: "ready",
  failed: "refused",
};

const forWhom = (forum: string): string => (forum === PORTFOLIO ? "the whole portfolio" : forum);

type Latest = { readonly forum: string; readonly status: PackStatus; readonly day: string };

/** What the list of packs says at its head. */
export function packsHeadline(total: number, latest: Latest | undefined): string {
  if (total === 0) return "No pack has been made yet.";
  const kept = `${counted(total, "pack")} ${verb(total, "is", "are")} kept`;
  if (!latest) return sentence(kept);
  const newest = { building: "is being made", ready: `shows ${latest.day}`, failed: "was refused" }[latest.status];
  return sentence(`${kept}; the latest, for ${forWhom(latest.forum)}, ${newest}`);
}

/** What a page says of one pack. */
export function packHeadline({ forum, status, day }: Latest): string {
  const name = `The pack for ${forWhom(forum)}`;
  if (status === "building") return `${name}, data as of ${day}, is being made.`;
  return status === "ready" ? `${name} shows ${day}.` : `${name}, data as of ${day}, was refused.`;
}
