import { placeOf } from "./record-line";
import type { Finding, Report } from "./report";

const DAY_MS = 86_400_000;
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** What no seal holds: today, the days that wait for their seal, and what should not be there. Changes come first. */
export class UnsealedRest {
  private readonly changes = new Set<string>();
  private readonly days = new Set<string>();
  readonly waiting: string[] = [];

  take(entry: string, row: string | null, { first, head, madeAt }: Report): Finding[] {
    const [event, , key, at, , closedBy] = JSON.parse(entry) as [string, string, string[], string, string, string?];
    const day = at.slice(0, 10);
    if (event !== "change") {
      const by = event === "close" ? closedBy : (JSON.parse(row ?? "{}") as { change_id?: string }).change_id;
      const place = placeOf(entry);
      return by && this.changes.has(by) ? [] : [{ kind: "orphan", day, ...(place ? { place } : {}) }];
    }
    this.changes.add(key[0] ?? "");
    if (this.days.has(day)) return [];
    this.days.add(day);
    const readOn = madeAt.slice(0, 10);
    if (first && head && day >= first && day <= head.day) return []; // told as a missing day
    if (first && day < first) return [{ kind: "before", day }];
    if (day >= readOn) return [];
    this.waiting.push(day);
    return day < dayAfter(readOn, -2) ? [{ kind: "unsealed", day }] : [];
  }
}
