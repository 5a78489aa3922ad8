import { storableJson } from "../storable";
import type { DriveContext } from "./drive-context";
import { triggeredRun } from "./run-spec";
import { nextTick } from "./schedule";

interface Due {
  fnId: string;
  expression: string;
  nextAt: Date;
}

/** Writes down the next tick of every schedule and forgets the schedules that are gone. Known ticks stay. */
export async function plantSchedules({ sql, registry, settings, epoch }: DriveContext): Promise<void> {
  const now = settings.clock.now();
  const wanted = [...registry.functions.values()].flatMap((fn) =>
    fn.crons.map(({ schedule }) => ({ fnId: fn.id, expression: schedule, nextAt: nextTick(schedule, now) })),
  );
  const text = storableJson(wanted);
  await sql.begin(async (tx) => {
    await tx`select runner.guard(${epoch})`;
    await tx`
      delete from runner.cron c where not exists (
        select 1 from json_to_recordset(${text}::text::json) as w("fnId" text, expression text)
        where w."fnId" = c.fn_id and w.expression = c.expression)`;
    await tx`
      insert into runner.cron (fn_id, expression, next_at)
      select "fnId", expression, "nextAt"
      from json_to_recordset(${text}::text::json) as w("fnId" text, expression text, "nextAt" timestamptz)
      on conflict do nothing`;
  });
}

/** Starts the runs of the ticks that have come. After an outage a schedule fires once, not once for every tick missed. */
export async function fireSchedules({ sql, registry, settings, epoch }: DriveContext): Promise<void> {
  const now = settings.clock.now();
  const planted = await sql<Due[]>`
    select fn_id as "fnId", expression, next_at as "nextAt" from runner.cron order by next_at`;
  for (const { fnId, expression, nextAt } of planted) {
    const fn = registry.functions.get(fnId);
    const cron = fn?.crons.find(({ schedule }) => schedule === expression);
    if (!fn || !cron) continue;
    if (nextAt > now) {
      const sooner = nextTick(expression, now);
      // Only a clock that was set back knows a tick before the one that waits: without this the schedule would rest until then.
      if (sooner < nextAt)
        await sql`update runner.cron set next_at = ${sooner} where fn_id = ${fnId} and expression = ${expression} and next_at = ${nextAt}`;
      continue;
    }
    const event = {
      id: `cron:${fnId}:${expression}:${nextAt.toISOString()}`,
      name: "inngest/scheduled.timer",
      ts: nextAt.getTime(),
      data: { cron: expression },
    };
    const wait = cron.jitterMs * Math.random();
    const spec = {
      ...triggeredRun(fn, event, now),
      cronTick: nextAt,
      ...(wait > 0 && { dueAt: new Date(now.getTime() + wait) }),
    };
    await sql`
      select runner.fire(${epoch}, ${now}, ${fnId}, ${expression}, ${nextAt}, ${nextTick(expression, now)},
        ${storableJson(spec)}::text::json)`;
  }
}
