import { sql } from "drizzle-orm";
import { connect, type Database } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk, riskAssessment } from "@/db/schema/risk";
import { RISK_REGISTER } from "@/domain/risk/columns";
import { exposureInput, trendInput } from "@/domain/risk/exposure-input";
import { riskMapInput } from "@/domain/risk/map-input";
import { rowsInput } from "@/domain/table/input";
import { rowsRequest, USUAL_VIEW } from "@/domain/table/view";
import type { OrgContext } from "@/server/context";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { listAsks } from "@/server/risk/ask/queries";
import { getExposure } from "@/server/risk/exposure/queries";
import { mapRisks } from "@/server/risk/map/queries";
import { riskRegister } from "@/server/risk/register/columns";
import { listTrend } from "@/server/risk/trend/queries";
import { listRows } from "@/server/table/rows";
import { fillInitiatives, type Organisation, openOrganisation } from "./data";
import { benchPart, type Part } from "./list";

const RISKS = 100_000;
/** So that each has two hundred. */
const INITIATIVES = 500;

/**
 * One statement a table; every fifth risk stands on a model of its initiative. What triggers keep is written with the rows: they
 * take minutes for so many. Search is not read here, and of history only that of risks.
 */
async function fillRisks({ ctx, orgId }: Organisation, owner: Database): Promise<void> {
  const memberId = ctx.actor.kind === "user" ? ctx.actor.memberId : null;
  await change(ctx, { name: "model.create" }, (tx) =>
    tx.execute(sql`insert into ${model} (org_id, name, initiative_id, status)
      select org_id, 'Model of ' || code, id, 'live' from ${initiative}`),
  );
  await change({ ...ctx, db: owner }, { name: "risk.import" }, async (tx, changeId) => {
    await tx.execute(sql`alter table ${risk} disable trigger user`);
    await tx.execute(sql`alter table ${riskAssessment} disable trigger user`);
    await tx.execute(sql`insert into ${risk} (org_id, number, code, title, cause, event, consequence, kind, category, initiative_id, model_id,
        counts_on_id, owner_id, proximity_on, raised_on, review_on, strategy, probability, loss_low, loss_likely, loss_high, currency, distribution,
        correlation_group, residual_score, residual_severity, residual_likelihood, residual_impact, residual_version_id, expected_value)
      select ${orgId}::uuid, n, 'R-' || n, 'Risk ' || md5(n::text), 'A cause of ' || n, 'an event', 'a consequence', k.kind, k.category,
        case when n % 5 > 0 then i.id end, case when n % 5 = 0 then m.id end, i.id, ${memberId}::uuid, date '2026-12-01' + n % 400,
        date '2026-01-01' + n % 300, date '2027-01-01' + n % 90, case when n % 23 = 0 then 'exploit' else 'reduce' end,
        (n % 97) / 100.0, (n % 300) * 10000, (n % 300) * 20000, (n % 300) * 60000, 'USD', 'triangular',
        case when n % 50 = 0 then 'group ' || n % 500 end, x.score, x.severity, n % 5, x.impact, v.id,
        round(case when n % 23 = 0 then -1 else 1 end * (n % 97) / 100.0 * (n % 300) * 30000)
      from generate_series(1, ${RISKS}) n
        join lateral (select case when n % 23 = 0 then 'opportunity' else 'threat' end as kind,
          (array['patient_safety','financial','schedule','compliance','reputation','equity','operations'])[1 + n % 7] as category) k on true
        join (select id, row_number() over (order by code) - 1 as place from ${initiative}) i on i.place = n % ${INITIATIVES}
        join ${model} m on m.initiative_id = i.id
        cross join risk_setting s join matrix_version v on v.org_id = s.org_id and v.id = s.matrix_version_id
        cross join lateral private.rate(v.definition, n % 5, jsonb_build_object(k.category, n / 5 % 5)) x`);
    await tx.execute(sql`insert into ${riskAssessment} (org_id, risk_id, kind, number, matrix_version_id, likelihood, impacts, impact, level, severity,
        score, probability, rationale, assessed_on)
      select r.org_id, r.id, 'residual', 1, v.id, r.residual_likelihood, jsonb_build_object(r.category, r.residual_impact), x.impact, x.level,
        x.severity, x.score, r.probability, 'As assessed.', r.raised_on
      from ${risk} r join matrix_version v on v.org_id = r.org_id and v.id = r.residual_version_id
        cross join lateral private.rate(v.definition, r.residual_likelihood, jsonb_build_object(r.category, r.residual_impact)) x`);
    // Two versions each, for what looks back: one of half a year ago, and the one that stands.
    const [held] = await tx.execute<{ names: string }>(sql`select string_agg(quote_ident(column_name), ', ') as names
      from information_schema.columns where table_schema = 'public' and table_name = 'risk'`);
    const names = sql.raw(held?.names ?? "");
    await tx.execute(sql`insert into history.risk (${names}, recorded_from, recorded_to, change_id, closed_by)
      select ${names}, now() - v.from_days * interval '1 day', case when v.to_days > 0 then now() - v.to_days * interval '1 day' end,
        ${changeId}::uuid, case when v.to_days > 0 then ${changeId}::uuid end
      from ${risk} cross join (values (200, 100), (100, 0)) as v (from_days, to_days)`);
    await tx.execute(sql`alter table ${risk} enable trigger user`);
    await tx.execute(sql`alter table ${riskAssessment} enable trigger user`);
  });
}

async function analyse({ sql: owner }: Database): Promise<void> {
  for (const table of ["initiative", "model", "risk", "risk_assessment", "history.risk"])
    await owner.unsafe(`vacuum analyze ${table}`);
}

const zoned = (ctx: OrgContext) => ({ ...ctx, timeZone: "UTC" });

function parts(initiativeId: string): Part[] {
  const page = rowsRequest(USUAL_VIEW, 1, RISK_REGISTER.columns);
  const filter = { column: "initiative", op: "is" as const, values: [initiativeId] };
  return [
    {
      ...{ name: "first page, with counts", path: "risk.rows", input: page },
      run: (ctx) => listRows(ctx, riskRegister, rowsInput.parse(page)),
    },
    {
      ...{ name: "heat map of the portfolio, with its counts", path: "risk.map", input: {} },
      run: (ctx) => mapRisks(zoned(ctx), riskMapInput.parse({})),
    },
    {
      ...{ name: "the ten largest with what is asked on them", path: "risk.asks", input: {} },
      run: (ctx) => listAsks(ctx, trendInput.parse({})),
    },
    {
      ...{ name: "course of the portfolio over twelve months", path: "risk.trend", input: {} },
      run: (ctx) => listTrend(zoned(ctx), trendInput.parse({})),
    },
    {
      ...{ name: "exposure of an initiative with 200, without the trials", path: "risk.exposure", input: { filter } },
      run: (ctx) => getExposure(zoned(ctx), exposureInput.parse({ filter })),
    },
  ];
}

/** What the risks' pages ask at 100,000 risks, each against its own SQL. */
export async function benchRisk(db: Database, ownerUrl: string, base: string): Promise<void> {
  const org = await openOrganisation(db);
  await fillInitiatives(org, INITIATIVES);
  const owner = connect(ownerUrl, { max: 1 });
  await fillRisks(org, owner);
  await analyse(owner);
  await owner.end();
  const [first] = await read(org.ctx, (tx) => tx.select({ id: initiative.id }).from(initiative).limit(1));
  if (!first) throw new RangeError("no initiative");
  for (const part of parts(first.id)) await benchPart(org, base, part, `${RISKS} risks`);
}
