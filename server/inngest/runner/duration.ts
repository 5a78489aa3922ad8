const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/**
 * Milliseconds of a duration as the SDK writes it, such as `1d2h30m`.
 *
 * @throws RangeError if the text is not a duration.
 */
export function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[wdhms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new RangeError(`Not a duration: ${text}`);
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ""] ?? 0), 0);
}

/** The instant a duration or an ISO date means, seen from `from`. */
export function instantOf(text: string, from: Date): Date {
  if (!/^\d{4}-/.test(text)) return new Date(from.getTime() + durationMs(text));
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new RangeError(`Not a date: ${text}`);
  return at;
}

/** `Retry-After` as HTTP has it (seconds or a date) and as the SDK sends it (seconds or an ISO date). */
export function retryInstant(header: string, from: Date): Date | undefined {
  const value = header.trim();
  if (/^\d+(\.\d+)?$/.test(value)) return new Date(from.getTime() + Number(value) * 1000);
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
