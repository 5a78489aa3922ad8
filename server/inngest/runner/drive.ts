import { setTimeout as delay } from "node:timers/promises";
import { Bell } from "./bell";
import { fireSchedules, plantSchedules } from "./cron";
import type { DriveContext } from "./drive-context";
import { CallQueue } from "./queue";
import { trim } from "./retention";
import { routeEvents } from "./route";
import { isSuperseded } from "./superseded";

const TRIM_MS = 3_600_000;

/** Drives all runs until `stop` aborts, then waits for the calls in hand, at most `graceMs()`. */
export async function drive(
  given: Omit<DriveContext, "ring" | "superseded">,
  stop: AbortSignal,
  graceMs: () => number,
): Promise<void> {
  const bell = new Bell();
  const lost = new AbortController();
  const context: DriveContext = { ...given, ring: () => bell.ring(), superseded: () => lost.abort() };
  const { sql, settings, log } = context;
  const ended = AbortSignal.any([stop, lost.signal]);
  ended.addEventListener("abort", () => bell.ring());
  const queue = new CallQueue(context);
  const listening = await sql.listen(
    "portolan_runner",
    () => bell.ring(),
    () => bell.ring(),
  );
  let trimAt = Date.now() + TRIM_MS;
  try {
    await plantSchedules(context);
    while (!ended.aborted) {
      try {
        if (await lookOnce(context, queue)) continue;
        if (Date.now() >= trimAt) {
          trimAt = Date.now() + TRIM_MS;
          await trim(context);
        }
        await bell.wait(await pause(context));
      } catch (error) {
        if (isSuperseded(error)) break;
        log.error({ err: error }, "the runner could not read its queue");
        await delay(settings.tickMs);
      }
    }
  } finally {
    await listening.unlisten().catch(() => undefined);
    await Promise.race([queue.idle(), delay(lost.signal.aborted ? 0 : graceMs(), undefined, { ref: false })]);
    if (queue.size > 0) log.warn({ calls: queue.size }, "calls in hand were left to the next leader");
  }
}

/** @returns whether there may be more to do at once */
async function lookOnce(context: DriveContext, queue: CallQueue): Promise<boolean> {
  const { sql, epoch, registry, settings } = context;
  const routed = await routeEvents(sql, epoch, registry, settings.clock.now());
  await sql`select runner.wake(${epoch}, ${settings.clock.now()})`;
  await fireSchedules(context);
  const began = await queue.begin();
  return routed > 0 || began;
}

/** Real ms until something that is written down comes due; other things ring the bell. */
async function pause({ sql, settings }: DriveContext): Promise<number> {
  const now = settings.clock.now();
  const [row] = await sql<{ at: Date | null }[]>`
    select least(
      (select min(due_at) from runner.task where due_at > ${now}),
      (select min(due_at) from runner.step where done_order is null and due_at is not null),
      (select min(next_at) from runner.cron)) as at`;
  return row?.at ? Math.min(settings.tickMs, Math.max(1, settings.clock.until(row.at))) : settings.tickMs;
}
