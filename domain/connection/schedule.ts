/**
 * Polls of one connection lie on a grid of its interval, shifted by a number made of its id, so that connections with
 * the same interval do not all start at once and a tick run twice names the same poll.
 */
function offsetMs(connectionId: string, intervalSeconds: number): number {
  let hash = 2166136261; // FNV-1a, 32 bit
  for (let at = 0; at < connectionId.length; at += 1) {
    hash = Math.imul(hash ^ connectionId.charCodeAt(at), 16777619) >>> 0;
  }
  return hash % (intervalSeconds * 1000);
}

/** The poll due at or last before `now`: a whole number that names it, e.g. in an event id. */
export function pollNumber(connectionId: string, intervalSeconds: number, now: Date): number {
  return Math.floor((now.getTime() - offsetMs(connectionId, intervalSeconds)) / (intervalSeconds * 1000));
}

/** First instant of the grid after `now`. */
export function nextPollAt(connectionId: string, intervalSeconds: number, now: Date): Date {
  const next = pollNumber(connectionId, intervalSeconds, now) + 1;
  return new Date(next * intervalSeconds * 1000 + offsetMs(connectionId, intervalSeconds));
}
