const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Hours after which an unsent mail is given up; its links have run out or soon will. */
export const GIVE_UP_HOURS = 72;

/** Milliseconds to wait after so many failed attempts: half a minute, doubled each time, an hour at most. */
export const waitAfter = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, Math.min(20, attempts - 1)));

/** When to try next; null when the mail is too old by then. */
export function nextAttempt(attempts: number, createdAt: Date, now: Date): Date | null {
  const next = new Date(now.getTime() + waitAfter(attempts));
  return next.getTime() - createdAt.getTime() > GIVE_UP_HOURS * 3_600_000 ? null : next;
}
