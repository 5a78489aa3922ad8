import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { isActiveInitiative } from "@/db/schema/initiative";
import { organisation } from "@/db/schema/organisation";
import { initialsOf } from "@/domain/access/initials";
import { PERMISSIONS, ROLE_LABELS } from "@/domain/access/permission";
import { dayOf } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";

const settingsColumns = {
  name: organisation.name,
  slug: organisation.slug,
  timeZone: organisation.timeZone,
  currency: organisation.currency,
  fiscalYearStart: organisation.fiscalYearStart,
  locale: organisation.locale,
  sample: organisation.sample,
  version: organisation.version,
};

export async function settingsIn(tx: Tx, orgId: string) {
  const [found] = await tx.select(settingsColumns).from(organisation).where(eq(organisation.orgId, orgId));
  if (!found) throw new AppError("NOT_FOUND", "The organisation did not exist on that date.");
  return found;
}
export type Settings = Awaited<ReturnType<typeof settingsIn>>;

export const getSettings = (ctx: OrgContext): Promise<Settings> => read(ctx, (tx) => settingsIn(tx, ctx.orgId));

/** The organisation's day and currency, as a command stamps them. */
export async function settingOf(tx: Tx, ctx: OrgContext): Promise<{ today: string; currency: string }> {
  const [row] = await tx
    .select({ timeZone: organisation.timeZone, currency: organisation.currency })
    .from(organisation)
    .where(eq(organisation.orgId, ctx.orgId));
  return { today: dayOf(ctx.now, row?.timeZone ?? "UTC"), currency: row?.currency ?? "USD" };
}

type Counts = {
  initiatives: number;
  models: number;
  risks: number;
  critical: number;
  warning: number;
  no_data: number;
  alerts: number;
};

/** What stands around every page, in one statement: the organisation, its counts and the worst state of its live models. */
export async function getShell(ctx: OrgContext) {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person has a screen");
  const [found] = await read(ctx, (tx) =>
    tx
      .select({
        org: {
          slug: organisation.slug,
          name: organisation.name,
          locale: organisation.locale,
          currency: organisation.currency,
          timeZone: organisation.timeZone,
          sample: organisation.sample,
        },
        counts: sql<Counts>`(select row_to_json(counts) from (
          select (select count(*) from initiative where org_id = ${ctx.orgId} and ${isActiveInitiative}) as initiatives,
            (select count(*) from model where org_id = ${ctx.orgId} and status = 'live') as models,
            (select count(*) from risk where org_id = ${ctx.orgId} and status = 'open') as risks,
            count(*) filter (where worst = 1) as critical, count(*) filter (where worst = 2) as warning,
            count(*) filter (where worst = 3) as no_data, coalesce(sum(alerts), 0) as alerts
          from (select min(case alert.level when 'critical' then 1 when 'warning' then 2 else 3 end) as worst, count(*) as alerts
            from alert join model on model.org_id = alert.org_id and model.id = alert.model_id
            where alert.org_id = ${ctx.orgId} and alert.closed_at is null and model.status = 'live' group by alert.model_id) as per_model
        ) as counts)`,
      })
      .from(organisation)
      .where(eq(organisation.orgId, ctx.orgId)),
  );
  const permissions = PERMISSIONS.filter(
    (permission) => may(actor, permission) && (!ctx.asOf || permission.endsWith(":read")),
  );
  return {
    org: found?.org ?? null, // null: on that date the organisation did not exist
    person: {
      name: actor.name,
      initials: initialsOf(actor.name),
      role: ROLE_LABELS[actor.role],
      memberId: actor.memberId,
    },
    permissions,
    counts: {
      initiatives: found?.counts.initiatives ?? 0,
      models: found?.counts.models ?? 0,
      risks: found?.counts.risks ?? 0,
      alerts: found?.counts.alerts ?? 0,
    },
    models: {
      critical: found?.counts.critical ?? 0,
      warning: found?.counts.warning ?? 0,
      noData: found?.counts.no_data ?? 0,
    },
  };
}
export type Shell = Awaited<ReturnType<typeof getShell>>;

/** What removing a sample organisation would delete; null for one that is no sample and cannot be removed. */
export async function getRemoval(ctx: OrgContext) {
  if (ctx.actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person removes an organisation");
  const { userId } = ctx.actor;
  return read(ctx, async (tx) => {
    const { sample, name } = await settingsIn(tx, ctx.orgId);
    if (!sample) return null;
    const [counts] = await tx.execute<{
      initiatives: number;
      models: number;
      packs: number;
      members: number;
      changes: number;
      accounts: number;
    }>(sql`
      select (select count(*)::int from initiative) as initiatives, (select count(*)::int from model) as models,
        (select count(*)::int from pack) as packs, (select count(*)::int from membership) as members,
        (select count(*)::int from change) as changes, cardinality(private.only_here(${ctx.orgId}, ${userId})) as accounts`);
    if (!counts) throw new RangeError("A count gives a row");
    return { name, ...counts };
  });
}
