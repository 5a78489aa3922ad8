import { Cron } from "croner";

/** "TZ=Europe/Paris 0 12 * * *": five fields, an optional time zone before them, UTC without one. */
const SCHEDULE = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(\S+(?:\s+\S+){4})$/;

/**
 * The first instant of a schedule after `from`.
 *
 * @throws RangeError if the schedule is not five fields, names an unknown time zone, or never comes.
 */
export function nextTick(schedule: string, from: Date): Date {
  const [, timezone = "UTC", fields] = SCHEDULE.exec(schedule.trim()) ?? [];
  if (!fields) throw new RangeError(`Not a schedule of five fields: "${schedule}"`);
  try {
    const next = new Cron(fields, { timezone, paused: true }).nextRun(from);
    if (next) return next;
  } catch (error) {
    throw new RangeError(`Schedule "${schedule}": ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new RangeError(`Schedule "${schedule}" never comes`);
}
