import { sql } from "drizzle-orm";
import { connect, type Database } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk, riskAssessment } from "@/db/schema/risk";
import { RISK_REGISTER } from "@/domain/risk/columns";
import { exposureInput } from "@/domain/risk/exposure-input";
import { riskMapInput } from "@/domain/risk/map-input";
import { rowsInput } from "@/domain/table/input";
import { rowsRequest, USUAL_VIEW } from "@/domain/table/view";
import type { OrgContext } from "@/server/context";
import { dropDue } from "@/server/due/commands";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { RISKS_DUE } from "@/server/risk/escalate/commands";
import { getExposure } from "@/server/risk/exposure/queries";
import { mapRisks } from "@/server/risk/map/queries";
import { riskRegister } from "@/server/risk/register/columns";
import { listRows } from "@/server/table/rows";
import { fillInitiatives, type Organisation, openOrganisation } from "./data";
import { benchPart, type Part } from "./list";

const RISKS = 100_000;
/** So that each has two hundred. */
const INITIATIVES = 500;

/** One statement a table; every fifth risk stands on a model of its initiative. */
async function fillRisks({ ctx, orgId }: Organisation): Promise<void> {
  const memberId = ctx.actor.kind === "user" ? ctx.actor.memberId : null;
  await change(ctx, { name: "risk.import" }, async (tx) => {
    await tx.execute(sql`insert into ${model} (org_id, name, initiative_id, status)
      select org_id, 'Model of ' || code, id, 'live' from ${initiative}`);
    await tx.execute(sql`insert into ${risk} (org_id, number, code, title, cause, event, consequence, kind, category, initiative_id, model_id,
        owner_id, proximity_on, raised_on, review_on, strategy, probability, loss_low, loss_likely, loss_high, currency, distribution, correlation_group)
      select ${orgId}::uuid, n, 'R-' || n, 'Risk ' || md5(n::text), 'A cause of ' || n, 'an event', 'a consequence',
        case when n % 23 = 0 then 'opportunity' else 'threat' end,
        (array['patient_safety','financial','schedule','compliance','reputation','equity','operations'])[1 + n % 7],
        case when n % 5 > 0 then i.id end, case when n % 5 = 0 then m.id end, ${memberId}::uuid, date '2026-12-01' + n % 400,
        date '2026-01-01' + n % 300, date '2027-01-01' + n % 90, case when n % 23 = 0 then 'exploit' else 'reduce' end,
        (n % 97) / 100.0, (n % 300) * 10000, (n % 300) * 20000, (n % 300) * 50000, 'USD', (array['triangular','pert'])[1 + n % 2],
        case when n % 50 = 0 then 'group ' || n % 500 end
      from generate_series(1, ${RISKS}) n
        join (select id, row_number() over (order by code) - 1 as place from ${initiative}) i on i.place = n % ${INITIATIVES}
        join ${model} m on m.initiative_id = i.id`);
    await tx.execute(sql`insert into ${riskAssessment} (org_id, risk_id, kind, matrix_version_id, likelihood, impacts, impact, level, severity,
        score, probability, rationale, assessed_on)
      select r.org_id, r.id, 'residual', v.id, r.number % 5, jsonb_build_object(r.category, r.number / 5 % 5), x.impact, x.level, x.severity,
        x.score, r.probability, 'As assessed.', r.raised_on
      from ${risk} r join risk_setting s on s.org_id = r.org_id join matrix_version v on v.org_id = s.org_id and v.id = s.matrix_version_id,
        private.rate(v.definition, r.number % 5, jsonb_build_object(r.category, r.number / 5 % 5)) x`);
    await dropDue(tx, RISKS_DUE, orgId); // nothing looks at them while they are measured
  });
}

async function analyse(ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1 });
  for (const table of ["initiative", "model", "risk", "risk_assessment"]) {
    await owner.sql.unsafe(`vacuum analyze ${table}`);
    await owner.sql.unsafe(`vacuum analyze history.${table}`);
  }
  await owner.end();
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
      ...{ name: "exposure of an initiative with 200, without the trials", path: "risk.exposure", input: { filter } },
      run: (ctx) => getExposure(zoned(ctx), exposureInput.parse({ filter })),
    },
  ];
}

/** What the risks' pages ask at 100,000 risks, each against its own SQL. */
export async function benchRisk(db: Database, ownerUrl: string, base: string): Promise<void> {
  const org = await openOrganisation(db);
  await fillInitiatives(org, INITIATIVES);
  await fillRisks(org);
  await analyse(ownerUrl);
  const [first] = await read(org.ctx, (tx) => tx.select({ id: initiative.id }).from(initiative).limit(1));
  if (!first) throw new RangeError("no initiative");
  for (const part of parts(first.id)) await benchPart(org, base, part, `${RISKS} risks`);
}
