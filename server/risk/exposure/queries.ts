import { eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connection } from "@/db/schema/connection";
import { appetite, riskSetting } from "@/db/schema/matrix";
import { series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { organisation } from "@/db/schema/organisation";
import { risk } from "@/db/schema/risk";
import { escalation } from "@/db/schema/risk-part";
import {
  CONCENTRATION_BASES,
  type Concentration,
  type ConcentrationBasis,
  concentrationOf,
} from "@/domain/risk/concentration";
import { type ExposureInput, MOST_EXPOSED } from "@/domain/risk/exposure-input";
import type { Distribution, RiskKind } from "@/domain/risk/response";
import type { Severity } from "@/domain/risk/severity";
import type { ExposedRisk } from "@/domain/risk/simulate";
import { asOfInstant } from "@/domain/shared/as-of";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { type Setting, settingFor } from "../../table/setting";
import { foundOf, fromWhere } from "../../table/source";
import { riskRegister } from "../register/columns";
import { isBeyond, today } from "../register/scope";

/** What open risks come to. Amounts are minor units; those without probability or loss are in no sum. */
export type RiskFigures = {
  open: number;
  red: number;
  beyond: number;
  unstated: number;
  expected: number;
  overdueActions: number;
};

/** Graver than its category bears, for statements of others; needs `risk` and `appetite` joined. */
export const beyondAppetite: SQL = isBeyond;

/** A rule raised it and has not cleared; for statements that hold `risk`. */
export const isRaised: SQL = sql`${risk.id} in (select ${escalation.riskId} from ${escalation} where ${escalation.clearedAt} is null)`;

const isOpen = sql`${risk.status} = 'open'`;
const scopeOf = ({ q, filter }: ExposureInput) => ({ q, filter, archived: "no" as const });

async function figuresIn(tx: Tx, setting: Setting, input: ExposureInput): Promise<RiskFigures> {
  const [row] = await tx.execute<RiskFigures>(sql`${foundOf(setting, input.q)} select count(*)::int as open,
      (count(*) filter (where ${risk.residualSeverity} = 'red'))::int as red, (count(*) filter (where ${isBeyond}))::int as beyond,
      (count(*) filter (where ${risk.expectedValue} is null))::int as unstated, coalesce(sum(${risk.expectedValue}), 0)::float8 as expected,
      (select count(*)::int from response_action a where a.org_id = private.org_id() and a.done_on is null and a.due_on < ${today(setting.ctx)}
        and a.risk_id in (select ${risk.id} ${fromWhere(setting, scopeOf(input))} and ${isOpen})) as "overdueActions"
    ${fromWhere(setting, scopeOf(input), ["appetite"])} and ${isOpen}`);
  return row ?? { open: 0, red: 0, beyond: 0, unstated: 0, expected: 0, overdueActions: 0 };
}

/** What all open risks come to, for pages that name it in passing. One statement. */
export async function riskTotals(tx: Tx, { orgId }: Pick<OrgContext, "orgId">) {
  const [row] = await tx.execute<Omit<RiskFigures, "overdueActions"> & { raised: number; currency: string }>(sql`
    select count(*)::int as open, (count(*) filter (where ${risk.residualSeverity} = 'red'))::int as red,
      (count(*) filter (where ${isBeyond}))::int as beyond, (count(*) filter (where ${risk.expectedValue} is null))::int as unstated,
      coalesce(sum(${risk.expectedValue}), 0)::float8 as expected, (count(*) filter (where ${isRaised}))::int as raised,
      (select o.currency from ${organisation} o where o.org_id = ${orgId}) as currency
    from ${risk} left join ${appetite} on ${appetite.orgId} = ${risk.orgId} and ${appetite.category} = ${risk.category}
    where ${risk.orgId} = ${orgId} and ${isOpen}`);
  return row ?? { open: 0, red: 0, beyond: 0, unstated: 0, expected: 0, raised: 0, currency: "USD" };
}

type ExposedRow = {
  id: string;
  kind: RiskKind;
  probability: number;
  low: number | null;
  likely: number | null;
  high: number | null;
  distribution: Distribution;
  correlationGroup: string | null;
  expected: number;
  on: Partial<Record<ConcentrationBasis, { id: string; name: string }[]>>;
};

/** A risk stands on its model, else on the live models of the initiative it counts on, and on what measures them. */
const standing = sql`left join lateral (select
    jsonb_agg(distinct jsonb_build_object('id', m.id, 'name', m.name)) as models,
    jsonb_agg(distinct jsonb_build_object('id', m.base_model, 'name', m.base_model)) filter (where m.base_model is not null) as bases,
    jsonb_agg(distinct jsonb_build_object('id', c.platform, 'name', c.platform)) filter (where c.id is not null) as platforms,
    jsonb_agg(distinct jsonb_build_object('id', d.id, 'name', d.name)) filter (where d.id is not null) as sources
  from ${model} m left join ${connection} c on c.org_id = m.org_id and c.id = m.connection_id
    left join lateral (select distinct k.id, k.name from ${series} s join ${connection} k on k.org_id = s.org_id and k.id = s.connection_id
      where s.org_id = m.org_id and s.model_id = m.id) d on true
  where m.org_id = ${risk.orgId} and (m.id = ${risk.modelId}
    or (${risk.modelId} is null and m.initiative_id = ${risk.countsOnId} and m.status = 'live'))) o on true`;

/** The risks with probability and amounts, the largest first. */
const exposedIn = (tx: Tx, setting: Setting, input: ExposureInput, withStanding: boolean) =>
  tx.execute<ExposedRow>(sql`${foundOf(setting, input.q)} select ${risk.id} as id, ${risk.kind} as kind, ${risk.probability} as probability,
      ${risk.lossLow}::float8 as low, ${risk.lossLikely}::float8 as likely, ${risk.lossHigh}::float8 as high, ${risk.distribution} as distribution,
      ${risk.correlationGroup} as "correlationGroup", ${risk.expectedValue}::float8 as expected,
      ${
        withStanding
          ? sql`jsonb_strip_nulls(jsonb_build_object('model', o.models, 'base', o.bases, 'platform', o.platforms, 'source', o.sources, 'unit',
        case when initiative.business_unit is not null then jsonb_build_array(jsonb_build_object('id', initiative.business_unit, 'name', initiative.business_unit)) end))`
          : sql`'{}'::jsonb`
      } as "on"
    ${fromWhere(setting, scopeOf(input), ["initiative"], withStanding ? standing : sql``)} and ${isOpen} and ${risk.expectedValue} is not null
    order by abs(${risk.expectedValue}) desc, ${risk.id} limit ${sql.raw(String(MOST_EXPOSED))}`);

const exposed = ({ on: _on, expected: _expected, low, likely, high, ...row }: ExposedRow): ExposedRisk => ({
  ...row,
  // A fixed amount states its likely size alone.
  low: low ?? likely ?? 0,
  likely: likely ?? 0,
  high: high ?? likely ?? 0,
});

/** How many parts of a concentration are named. */
const MOST_PARTS = 6;
export type NamedConcentration = Omit<Concentration, "parts"> & {
  parts: (Concentration["parts"][number] & { name: string })[];
  /** Parts there are beside those named. */
  more: number;
};

function concentrations(rows: readonly ExposedRow[]): NamedConcentration[] {
  const names = new Map(rows.flatMap(({ on }) => Object.values(on).flat()).map(({ id, name }) => [id, name]));
  const standings = rows.map(({ id, expected, on }) => ({
    id,
    expected,
    on: Object.fromEntries(CONCENTRATION_BASES.map((basis) => [basis, (on[basis] ?? []).map((each) => each.id)])),
  }));
  return CONCENTRATION_BASES.map((basis) => {
    const { parts, ...found } = concentrationOf(standings, basis);
    return {
      ...found,
      parts: parts.slice(0, MOST_PARTS).map((part) => ({ ...part, name: names.get(part.key) ?? part.key })),
      more: Math.max(0, parts.length - MOST_PARTS),
    };
  });
}

export type ExposureSide = {
  figures: RiskFigures;
  risks: ExposedRisk[];
  /** Open risks with amounts that are not among them, and what they hold. */
  left: { count: number; expected: number };
};

const sideOf = (figures: RiskFigures, rows: readonly ExposedRow[]): ExposureSide => ({
  figures,
  risks: rows.map(exposed),
  left: {
    count: figures.open - figures.unstated - rows.length,
    expected: figures.expected - rows.reduce((sum, { expected }) => sum + expected, 0),
  },
});

/** Draws begin alike for one organisation, so that two looks at the same risks show the same curve. */
const seedOf = (orgId: string): string => `exposure ${orgId}`;

const boundsIn = (tx: Tx, orgId: string) =>
  tx
    .select({
      currency: organisation.currency,
      limit: riskSetting.exposureLimit,
      chance: riskSetting.exposureChance,
    })
    .from(organisation)
    .leftJoin(riskSetting, eq(riskSetting.orgId, organisation.orgId))
    .where(eq(organisation.orgId, orgId));

const tolerancesIn = (tx: Tx, orgId: string) =>
  tx
    .select({ category: appetite.category, name: appetite.name, tolerance: appetite.tolerance })
    .from(appetite)
    .where(eq(appetite.orgId, orgId))
    .orderBy(appetite.position);
export type CategoryTolerance = { category: string; name: string; tolerance: Severity };

/** What open risks may cost: what the trials need of each, now and on a day before, the limit, and what they stand on. */
export async function getExposure(ctx: OrgContext & { timeZone: string }, input: ExposureInput) {
  const since = asOfInstant(input.since, ctx.timeZone, ctx.asOf ?? ctx.now);
  const before =
    since &&
    read({ ...ctx, asOf: since }, async (tx) => {
      const setting = await settingFor(tx, { ...ctx, asOf: since }, riskRegister, { filter: input.filter });
      const [figures, rows] = await Promise.all([figuresIn(tx, setting, input), exposedIn(tx, setting, input, false)]);
      return sideOf(figures, rows);
    });
  const now = read(ctx, async (tx) => {
    const setting = await settingFor(tx, ctx, riskRegister, { filter: input.filter });
    const [figures, rows, [bounds], tolerances] = await Promise.all([
      figuresIn(tx, setting, input),
      exposedIn(tx, setting, input, true),
      boundsIn(tx, ctx.orgId),
      tolerancesIn(tx, ctx.orgId),
    ]);
    const { limit = null, chance = null, currency = "USD" } = bounds ?? {};
    return {
      ...{ now: sideOf(figures, rows), concentration: concentrations(rows), currency, tolerances },
      // What is borne is decided for the whole: a part has no limit of its own.
      limit: limit !== null && chance !== null && setting.filter === null ? { amount: limit, chance } : null,
    };
  });
  return { ...(await now), before: await before, seed: seedOf(ctx.orgId) };
}
