import type { PrometheusConfig } from "@/domain/connection/prometheus";
import type { PullRequest } from "@/server/connector/contract";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** The last values are not whole yet: scrapes, rules and remote writes are still under way. */
const SETTLE_MS = 60_000;
const OVERLAP_STEPS = 3;

/** A server refuses more points of one series in one answer than 11,000. @source web/api/v1, "exceeded maximum resolution" */
const MOST_STEPS = 10_000;
/** The first answer shows how many series there are; the size of the next ones follows from it. */
const FIRST_STEPS = 500;
const FEWEST_STEPS = 50;
const POINTS_AN_ANSWER = 200_000;

/** Instants in milliseconds, multiples of the step, both included; nothing is asked when the first is past the last. */
export type Window = { from: number; to: number };

/**
 * What a poll asks of a query: from its watermark less an overlap for what comes late or is corrected, at the first
 * time some days back. Aligned to the step, so that asking again gives the very same instants.
 */
export function windowOf(
  config: PrometheusConfig,
  measure: string,
  { now, newest, range }: Pick<PullRequest, "now" | "newest" | "range">,
): Window {
  const step = config.stepSeconds * 1000;
  const up = (ms: number): number => Math.ceil(ms / step) * step;
  const down = (ms: number): number => Math.floor(ms / step) * step;
  const last = down(now.getTime() - SETTLE_MS);
  if (range) {
    const end = up(range.to.getTime()) - step; // half-open
    return { from: up(range.from.getTime()), to: Math.min(end, last) };
  }
  const mark = newest(measure);
  if (!mark) return { from: up(now.getTime() - config.historyDays * DAY_MS), to: last };
  const overlap = Math.max(config.lateMinutes * MINUTE_MS, OVERLAP_STEPS * step);
  return { from: down(mark.getTime() - overlap), to: last };
}

/** Steps to ask for after an answer with so many series. Null: before the first. */
export function stepsFor(series: number | null): number {
  if (series === null) return FIRST_STEPS;
  return Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, Math.floor(POINTS_AN_ANSWER / Math.max(1, series))));
}

/** A piece of a backfill: some thousand steps, read and stored at once. */
export const pieceMs = ({ stepSeconds }: Pick<PrometheusConfig, "stepSeconds">): number => 2000 * stepSeconds * 1000;
