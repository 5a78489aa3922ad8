/** Time as the runner sees it. A test may let it run faster or jump. */
export interface Clock {
  now(): Date;
  /** Real milliseconds to wait until `at`. */
  until(at: Date): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  until: (at) => at.getTime() - Date.now(),
};

export interface RunnerSettings {
  clock: Clock;
  /** Calls under way at the same time, over all functions. */
  parallel: number;
  /** Real ms between two looks at the queue when nothing announces work. */
  tickMs: number;
  /** Real ms between two tries to become leader, and between two heartbeats. */
  electionMs: number;
  heartbeatMs: number;
  /** Real ms after which a call that has not answered counts as failed. */
  callTimeoutMs: number;
  /** Times a worker may die during one call before the call counts as failed. */
  maxStarts: number;
  /** Days a finished run and its events are kept. */
  retentionDays: number;
  retryDelayMs(attempt: number): number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits before the second, third, ... attempt; the last one repeats. The same table as the Inngest server's. */
export const BACKOFF_MS = [
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  HOUR,
  2 * HOUR,
];
const JITTER_MS = 30 * SECOND;

/** `attempt` counts from 0, the one that failed. Jitter keeps a thousand failed calls from coming back together. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const base = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0;
  return base + Math.floor(random() * JITTER_MS);
}

export const defaultSettings: RunnerSettings = {
  clock: systemClock,
  parallel: 16,
  tickMs: 1000,
  electionMs: 1000,
  heartbeatMs: 5000,
  callTimeoutMs: 2 * HOUR,
  maxStarts: 10,
  retentionDays: 7,
  retryDelayMs: backoffMs,
};
