import { and, asc, desc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connection, pollRun } from "@/db/schema/connection";
import { point, pointReplaced, rule, ruleState, series } from "@/db/schema/metric";
import { type Episode, episodesOf, latenessMs } from "@/domain/metric/episode";
import { limitsOf, type PointFilter, type PointRef, type RuleCreate } from "@/domain/metric/input";
import { type RuleText, ruleText } from "@/domain/metric/rule-text";
import { counted, samplesOf, type WindowSample } from "@/domain/metric/window";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { read } from "../record/read";

/** Readings a rule looks back over. */
const MOST_READINGS = 2000;
const MOST_POINTS = 5000;
const DAY_MS = 86_400_000;

type Watch = { seriesId: string; windowSeconds: number; pollSeconds: number | null } & Pick<
  RuleCreate,
  "minimumCases" | "casesSeriesId" | "labelDelayDays"
>;
type Reading = { at: Date; value: number };

/** The newest readings of several series, oldest first, in one query. */
async function readingsIn(tx: Tx, seriesIds: readonly string[], until: Date): Promise<Map<string, Reading[]>> {
  const found = new Map<string, Reading[]>();
  if (seriesIds.length === 0) return found;
  const rows = await tx.execute<{ id: string; at: string; value: number }>(sql`
    select s.id, p.at, p.value from unnest(string_to_array(${seriesIds.join(",")}, ',')::uuid[]) as s (id)
    cross join lateral (
      select p.at, p.value from ${point} p where p.series_id = s.id and p.at <= ${until.toISOString()}::timestamptz
      order by p.at desc limit ${MOST_READINGS}
    ) p order by s.id, p.at`);
  for (const { id, at, value } of rows) {
    const readings = found.get(id) ?? [];
    found.set(id, readings);
    readings.push({ at: new Date(at), value: Number(value) });
  }
  return found;
}

/** Windows of several series up to `until`, oldest first, each after a person last cleared its rule. */
export async function windowsIn(
  tx: Tx,
  watches: readonly (Watch & { clearedAt: Date | null })[],
  until: Date,
): Promise<WindowSample[][]> {
  const counting = ({ minimumCases, casesSeriesId }: Watch) => (minimumCases > 0 ? casesSeriesId : null);
  const ids = watches.flatMap((watch) => [watch.seriesId, counting(watch) ?? watch.seriesId]);
  const readings = await readingsIn(tx, [...new Set(ids)], until);
  return watches.map((watch) => {
    const { seriesId, windowSeconds, pollSeconds, clearedAt, labelDelayDays } = watch;
    const all = readings.get(seriesId) ?? [];
    const since = clearedAt ? all.filter(({ at }) => at > clearedAt) : all;
    const counts = counting(watch);
    const looked = counts ? counted(windowSeconds, since, readings.get(counts) ?? []) : since;
    return samplesOf(windowSeconds, looked, until, {
      latenessMs: latenessMs(windowSeconds, pollSeconds ?? 0),
      labelDelayMs: labelDelayDays * DAY_MS,
    });
  });
}

export const ruleColumns = {
  id: rule.id,
  modelId: rule.modelId,
  seriesId: rule.seriesId,
  direction: rule.direction,
  warning: rule.warning,
  critical: rule.critical,
  clearWarning: rule.clearWarning,
  clearCritical: rule.clearCritical,
  breaches: rule.breaches,
  clears: rule.clears,
  noDataAfter: rule.noDataAfter,
  windowSeconds: rule.windowSeconds,
  singleShot: rule.singleShot,
  minimumCases: rule.minimumCases,
  casesSeriesId: rule.casesSeriesId,
  labelDelayDays: rule.labelDelayDays,
  active: rule.active,
  note: rule.note,
  version: rule.version,
};

/** Rules with what they watch. */
export function watchedIn(
  tx: Tx,
  which: { ruleIds?: string[]; seriesIds?: string[]; modelId?: string; onlyActive?: boolean },
) {
  return tx
    .select({
      ...ruleColumns,
      measure: series.label,
      unit: series.unit,
      pollSeconds: connection.intervalSeconds,
      state: ruleState.state,
      evaluatedTo: ruleState.evaluatedTo,
    })
    .from(rule)
    .innerJoin(series, and(eq(series.orgId, rule.orgId), eq(series.id, rule.seriesId)))
    .leftJoin(connection, and(eq(connection.orgId, series.orgId), eq(connection.id, series.connectionId)))
    .leftJoin(ruleState, and(eq(ruleState.orgId, rule.orgId), eq(ruleState.ruleId, rule.id)))
    .where(
      and(
        which.onlyActive ? eq(rule.active, true) : undefined,
        which.modelId ? eq(rule.modelId, which.modelId) : undefined,
        which.ruleIds ? inArray(rule.id, which.ruleIds) : undefined,
        which.seriesIds ? inArray(rule.seriesId, which.seriesIds) : undefined,
      ),
    )
    .orderBy(asc(series.label), asc(rule.id))
    .limit(500);
}
export type WatchedRule = Awaited<ReturnType<typeof watchedIn>>[number];

/** When a person last cleared a rule that stays until somebody does. */
export function clearedAtOf({ state }: Pick<WatchedRule, "state">): Date | null {
  const cleared = (state as { clearedAt?: unknown } | null)?.clearedAt;
  return typeof cleared === "string" ? new Date(cleared) : null;
}

/** Points of a series, oldest first, at most 5,000 of the newest. NaN and infinities come as such. */
export async function pointsIn(tx: Tx, { seriesId, from, to }: PointFilter) {
  const rows = await tx
    .select({ at: point.at, value: point.value, receivedAt: point.receivedAt })
    .from(point)
    .where(
      and(eq(point.seriesId, seriesId), from ? gte(point.at, from) : undefined, to ? lte(point.at, to) : undefined),
    )
    .orderBy(desc(point.at))
    .limit(MOST_POINTS);
  return rows.reverse();
}

export const listPoints = (ctx: OrgContext, filter: PointFilter) => read(ctx, (tx) => pointsIn(tx, filter));

/**
 * Where one point comes from: the poll that brought it, and every value it had before.
 *
 * @throws AppError NOT_FOUND
 */
export function getProvenance(ctx: OrgContext, { seriesId, pointAt }: PointRef) {
  return read(ctx, async (tx) => {
    const which = and(eq(point.seriesId, seriesId), eq(point.at, pointAt));
    const [found] = await tx
      .select({
        at: point.at,
        value: point.value,
        receivedAt: point.receivedAt,
        measure: series.label,
        metric: series.metric,
        unit: series.unit,
        dims: series.dims,
        connection: connection.name,
        platform: connection.platform,
        requestUrl: pollRun.requestUrl,
        responseSha256: pollRun.responseSha256,
        pulledAt: pollRun.startedAt,
        durationMs: pollRun.durationMs,
      })
      .from(point)
      .innerJoin(series, and(eq(series.orgId, point.orgId), eq(series.id, point.seriesId)))
      .leftJoin(connection, and(eq(connection.orgId, series.orgId), eq(connection.id, series.connectionId)))
      .leftJoin(pollRun, and(eq(pollRun.orgId, point.orgId), eq(pollRun.id, point.pollRunId)))
      .where(which);
    if (!found) throw new AppError("NOT_FOUND", "No such point");
    const replaced = await tx
      .select({
        value: pointReplaced.value,
        receivedAt: pointReplaced.receivedAt,
        replacedAt: pointReplaced.replacedAt,
      })
      .from(pointReplaced)
      .where(
        and(
          eq(pointReplaced.seriesId, seriesId),
          eq(pointReplaced.at, pointAt),
          ctx.asOf ? lte(pointReplaced.replacedAt, ctx.asOf) : undefined,
        ),
      )
      .orderBy(asc(pointReplaced.receivedAt))
      .limit(100);
    return { ...found, replaced };
  });
}

export type RuleCourse = { text: RuleText; episodes: Episode[] };

/** What a rule would have said since its series began. @throws AppError NOT_FOUND */
export function previewRule(ctx: OrgContext, input: RuleCreate): Promise<RuleCourse> {
  return read(ctx, async (tx) => {
    const [watched] = await tx
      .select({ measure: series.label, unit: series.unit, pollSeconds: connection.intervalSeconds })
      .from(series)
      .leftJoin(connection, and(eq(connection.orgId, series.orgId), eq(connection.id, series.connectionId)))
      .where(eq(series.id, input.seriesId));
    if (!watched) throw new AppError("NOT_FOUND", "No such measure");
    const { pollSeconds, measure, unit } = watched;
    const [samples = []] = await windowsIn(tx, [{ ...input, pollSeconds, clearedAt: null }], ctx.asOf ?? ctx.now);
    const limits = limitsOf(input);
    return { text: ruleText(limits, measure, unit), episodes: episodesOf(limits, samples) };
  });
}
