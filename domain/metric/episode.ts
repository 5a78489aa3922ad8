import { fold, type RuleLimits, type RuleStatus } from "@/domain/metric/rule";
import type { WindowSample } from "@/domain/metric/window";

export type AlertLevel = Exclude<RuleStatus, "ok">;

/** A stretch of windows in which a rule was not ok. */
export type Episode = {
  openedAt: Date;
  /** Null while it lasts. */
  closedAt: Date | null;
  /** What it says now, or said last. */
  level: AlertLevel;
  worst: AlertLevel;
  /** Value of the window of the last change of level; null when nothing arrived. */
  value: number | null;
};

const RANK: Record<AlertLevel, number> = { no_data: 0, warning: 1, critical: 2 };

/** Every stretch in which a rule was not ok, oldest first. */
export function episodesOf(rule: RuleLimits, samples: readonly WindowSample[]): Episode[] {
  const episodes: Episode[] = [];
  let current: Episode | null = null;
  for (const { to, at } of fold(rule, samples).transitions) {
    if (to === "ok") {
      if (current) current.closedAt = at.at;
      current = null;
    } else if (current === null) {
      current = { openedAt: at.at, closedAt: null, level: to, worst: to, value: at.value };
      episodes.push(current);
    } else {
      current.level = to;
      current.value = at.value;
      if (RANK[to] > RANK[current.worst]) current.worst = to;
    }
  }
  return episodes;
}

/** Windows that arrive so late after their end still count as on time. */
export function latenessMs(windowSeconds: number, pollIntervalSeconds: number): number {
  return 1000 * Math.max(3600, windowSeconds / 4, 2 * pollIntervalSeconds);
}
