import type { TransactionSql } from "postgres";
import type { Sql } from "@/db/client";
import { storableJson } from "../storable";
import { holds } from "./expression";
import type { Registry } from "./registry";
import { type RunSpec, type StoredEvent, triggeredRun } from "./run-spec";

const BATCH = 200;

interface Waiting {
  runId: string;
  stepId: string;
  eventName: string;
  condition: string | null;
  trigger: StoredEvent;
}

/**
 * Takes the next events in their order: ends the waits they answer, cancels and starts runs. All of it in one
 * transaction, so an event is acted on exactly once.
 *
 * @returns how many were taken
 */
export function routeEvents(sql: Sql, epoch: string, registry: Registry, at: Date): Promise<number> {
  return sql.begin(async (tx) => {
    const rows = await tx<{ seq: string; name: string; body: StoredEvent }[]>`
      select seq, name, body from runner.event where routed_at is null order by seq limit ${BATCH}`;
    if (rows.length === 0) return 0;
    await tx`select runner.guard(${epoch})`;
    const cancelling = new Set([...registry.functions.values()].flatMap((fn) => fn.cancelOn.map(({ event }) => event)));
    for (const events of segments(rows, cancelling)) {
      await answerWaits(tx, events, at);
      await cancelRuns(tx, events, registry, at);
      const specs = events.flatMap((event) => triggered(registry, event, at));
      await startRuns(tx, specs, at);
    }
    await tx`update runner.event set routed_at = ${at} where seq = any(${rows.map(({ seq }) => seq)})`;
    return rows.length;
  });
}

/** An event that cancels begins a new segment: it must meet the runs that the events before it started. */
function segments(rows: readonly { body: StoredEvent }[], cancelling: ReadonlySet<string>): StoredEvent[][] {
  const found: StoredEvent[][] = [];
  for (const { body } of rows) {
    const last = found.at(-1);
    if (last && !cancelling.has(body.name)) last.push(body);
    else found.push([body]);
  }
  return found;
}

function triggered(registry: Registry, event: StoredEvent, at: Date): RunSpec[] {
  return [...registry.functions.values()]
    .filter((fn) => fn.events.some(({ name, condition }) => name === event.name && holds(condition, { event })))
    .map((fn) => triggeredRun(fn, event, at));
}

async function startRuns(tx: TransactionSql, specs: RunSpec[], at: Date): Promise<void> {
  if (specs.length === 0) return;
  await tx`
    select runner.start(s.value, ${at}) from json_array_elements(${storableJson(specs)}::text::json)
      with ordinality as s(value, place) order by s.place`;
}

async function answerWaits(tx: TransactionSql, events: StoredEvent[], at: Date): Promise<void> {
  const names = [...new Set(events.map(({ name }) => name))];
  const waits = await tx<Waiting[]>`
    select s.run_id as "runId", s.id as "stepId", s.event_name as "eventName", s.condition, r.events[1] as trigger
    from runner.step s join runner.run r on r.id = s.run_id
    where s.done_order is null and s.event_name = any(${names}) order by s.run_id, s.id`;
  for (const { runId, stepId, eventName, condition, trigger } of waits) {
    const answer = events.find(
      (event) => event.name === eventName && holds(condition ?? undefined, { event: trigger, async: event }),
    );
    if (!answer) continue;
    const result = storableJson({ type: "data", data: answer });
    await tx`select runner.complete(${runId}, ${stepId}, ${result}::text::json, ${at})`;
  }
}

async function cancelRuns(tx: TransactionSql, events: StoredEvent[], registry: Registry, at: Date): Promise<void> {
  for (const fn of registry.functions.values()) {
    for (const { event: name, condition, timeoutMs } of fn.cancelOn) {
      const incoming = events.filter((event) => event.name === name);
      if (incoming.length === 0) continue;
      const since = timeoutMs === undefined ? new Date(0) : new Date(at.getTime() - timeoutMs);
      const runs = await tx<{ id: string; trigger: StoredEvent }[]>`
        select id, events[1] as trigger from runner.run
        where fn_id = ${fn.id} and ended_at is null and created_at >= ${since} order by id`;
      for (const { id, trigger } of runs) {
        const by = incoming.find((event) => holds(condition, { event: trigger, async: event }));
        if (!by) continue;
        const failure = storableJson({ name: "Error", message: `Cancelled by ${name}` });
        await tx`select runner.finish(${id}, 'cancelled', null, ${failure}::text::json, ${at})`;
      }
    }
  }
}
