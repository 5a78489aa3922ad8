import { listOf, sentence } from "../shared/sentence";
import { QUOTA_LABELS, type QuotaKind, shareOf } from "./limit";

const NEAR = 0.9;

/** What is full, or nearly; else that there is room. */
export function quotaSentence(rows: readonly { kind: QuotaKind; used: number; most: number | null }[]): string {
  const named = (from: number, to: number) =>
    rows
      .filter(({ used, most }) => {
        const share = shareOf(used, most);
        return share !== null && share >= from && share < to;
      })
      .map(({ kind }) => QUOTA_LABELS[kind].toLowerCase());
  const [full, near] = [named(1, Number.POSITIVE_INFINITY), named(NEAR, 1)];
  if (full.length > 0) return sentence(`There is no more room for ${listOf(full)}`);
  if (near.length > 0) return sentence(`There is little room left for ${listOf(near)}`);
  return rows.every(({ most }) => most === null) ? "Nothing is limited." : "There is room.";
}
