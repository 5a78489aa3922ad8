import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { ImportPlan } from "@/domain/import/plan";
import { standsOn } from "@/domain/risk/import/place";
import type { RiskValues } from "@/domain/risk/import/values";
import { rate } from "@/domain/risk/matrix";
import type { OrgContext } from "../../context";
import type { RiskImportWorld } from "./queries";
import { PLACE, Shape, type Written, writeRecords } from "./record";

const RATIONALE = "Imported from a file.";

const SHAPE = new Shape(`title text, cause text, event text, consequence text, kind text, category text, ${PLACE},
  proximity_on date, raised_on date, review_on date, strategy text, contingency_plan text, contingency_trigger text,
  contingency bigint, probability float8, loss_low bigint, loss_likely bigint, loss_high bigint, distribution text,
  correlation_group text, code text`);

function fields(values: RiskValues): object {
  const { inherent: _inherent, residual: _residual, rated: _rated, status: _status, ...rest } = values;
  return { ...rest, ...standsOn(values) };
}

/** The ratings that are other than before, each by the matrix in use; PostgreSQL works them out again. */
async function assess(
  tx: Tx,
  { orgId }: OrgContext,
  written: readonly Written<RiskValues>[],
  world: RiskImportWorld,
): Promise<void> {
  const rows = written.flatMap(({ id, values }) =>
    values.rated.flatMap((kind) => {
      const { likelihood, impacts } = values[kind];
      if (likelihood === null) return [];
      const { impact, level, severity, score } = rate(world.matrix, likelihood, impacts);
      const probability = kind === "residual" ? values.probability : null;
      return [{ risk_id: id, kind, likelihood, impacts, impact, level, severity, score, probability }];
    }),
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into risk_assessment (org_id, risk_id, kind, matrix_version_id, likelihood, impacts, impact, level, severity, score,
      probability, rationale, assessed_on)
    select ${orgId}::uuid, r.risk_id, r.kind, ${world.matrixVersionId}::uuid, r.likelihood, r.impacts, r.impact, r.level,
      r.severity, r.score, r.probability, ${RATIONALE}, ${world.today}::date
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (risk_id uuid, kind text, likelihood smallint,
      impacts jsonb, impact smallint, level smallint, severity text, score smallint, probability float8)`);
}

/** Writes a plan of risks inside a change. @throws AppError CONFLICT as writeRecords() does */
export const writeRisks = (
  tx: Tx,
  ctx: OrgContext,
  { plan, world }: { plan: ImportPlan<RiskValues>; world: RiskImportWorld },
  onProgress: (rows: number) => void,
): Promise<void> =>
  writeRecords(
    tx,
    ctx,
    plan,
    {
      ...{ table: "risk", shape: SHAPE, fields },
      fixed: { names: "currency", values: sql`${world.currency}` },
      open: sql`t.status = 'open'`,
      after: (written) => assess(tx, ctx, written, world),
    },
    onProgress,
  );
