import { formatDate } from "../shared/figure";
import { counted, sentenceCase, verb } from "../shared/sentence";

type Standing = {
  head: { day: string } | null;
  gaps: readonly string[];
  waiting: number;
  check: { endedAt: Date | null; report: { found: number } | null } | null;
};

/** The state of the chain as one sentence, the worst first. */
export function sealHeadline({ head, gaps, waiting, check }: Standing): string {
  const found = check?.report?.found ?? 0;
  if (found > 0) return `The record is not as it was sealed: ${counted(found, "finding")}.`;
  if (gaps.length > 0)
    return sentenceCase(`${counted(gaps.length, "day")} ${verb(gaps.length, "is", "are")} missing from the chain.`);
  if (!head) return "Nothing is sealed yet: the first day is sealed when it is over.";
  if (waiting > 0)
    return sentenceCase(
      `${counted(waiting, "finished day")} ${verb(waiting, "waits", "wait")} for ${verb(waiting, "its", "their")} seal.`,
    );
  return `Every day to ${formatDate(head.day)} is sealed.`;
}

export const shortHash = (hash: string): string => `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;

const DAY_MS = 86_400_000;
const LATE_DAYS = 2;

/** How many whole days after its end a day was sealed; null when in time. */
export function lateDays(day: string, sealedAt: Date): number | null {
  const days = Math.floor((sealedAt.getTime() - Date.parse(day) - DAY_MS) / DAY_MS);
  return days >= LATE_DAYS ? days : null;
}
