import { inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { matrixVersion } from "@/db/schema/matrix";
import { risk } from "@/db/schema/risk";
import { MOST_MOVED, type MovedInput } from "@/domain/risk/exposure-input";
import { type MatrixDefinition, scoreOf, stepName } from "@/domain/risk/matrix";
import { compareRegisters, type Movement, type RegisterLine } from "@/domain/risk/movement";
import type { Severity } from "@/domain/risk/severity";
import { asOfInstant } from "@/domain/shared/as-of";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { settingFor } from "../../table/setting";
import { foundOf, fromWhere } from "../../table/source";
import { riskRegister } from "../register/columns";

type Held = {
  status: RegisterLine["status"];
  likelihood: number | null;
  impact: number | null;
  versionId: string | null;
  severity: Severity | null;
  expected: number | null;
};
type Row = { id: string; code: string; title: string; now: Held; was: Held | null };

const heldOf = (
  from: ReturnType<typeof sql>,
) => sql`jsonb_build_object('status', ${from}.status, 'likelihood', ${from}.residual_likelihood,
  'impact', ${from}.residual_impact, 'versionId', ${from}.residual_version_id, 'severity', ${from}.residual_severity, 'expected', ${from}.expected_value)`;

/** Risks opened, closed, moved or of another expected loss since an instant, the gravest now first. */
const changedIn = async (tx: Tx, ctx: OrgContext, input: MovedInput, at: Date): Promise<Row[]> => {
  const setting = await settingFor(tx, ctx, riskRegister, { filter: input.filter });
  const then = sql`${at.toISOString()}::timestamptz`;
  const before = sql`left join history.risk w on w.org_id = ${risk.orgId} and w.id = ${risk.id} and w.recorded_from <= ${then}
    and (w.recorded_to is null or w.recorded_to > ${then})`;
  const scope = { q: input.q, filter: input.filter, archived: "no" as const };
  return tx.execute<Row>(sql`${foundOf(setting, input.q)} select ${risk.id} as id, ${risk.code} as code, left(${risk.title}, 200) as title,
      ${heldOf(sql`${risk}`)} as now, case when w.id is not null then ${heldOf(sql`w`)} end as was
    ${fromWhere(setting, scope, [], before)} and (${risk.status} = 'open' or w.status = 'open') and (w.id is null
      or (w.status, w.residual_likelihood, w.residual_impact, w.residual_version_id, w.residual_severity, w.expected_value) is distinct from
        (${risk.status}, ${risk.residualLikelihood}, ${risk.residualImpact}, ${risk.residualVersionId}, ${risk.residualSeverity}, ${risk.expectedValue}))
    order by private.severity_rank(${risk.residualSeverity}) desc, ${risk.residualScore} desc nulls last, ${risk.expectedValue} desc nulls last, ${risk.id}
    limit ${sql.raw(String(MOST_MOVED))}`);
};

type Matrices = ReadonlyMap<string, MatrixDefinition>;

function lineOf({ id, code, title }: Row, held: Held, matrices: Matrices): RegisterLine {
  const { status, likelihood, impact, versionId, severity, expected } = held;
  const matrix = versionId === null ? undefined : matrices.get(versionId);
  const rated = matrix && versionId !== null && likelihood !== null && impact !== null && severity !== null;
  return {
    ...{ id, code, title, status, expected },
    residual: rated
      ? {
          ...{ matrixVersionId: versionId, severity, score: scoreOf(likelihood, impact) },
          likelihood: { name: stepName(matrix.likelihoods, likelihood), place: likelihood + 1 },
          impact: { name: stepName(matrix.impacts, impact), place: impact + 1 },
        }
      : null,
  };
}

export async function matricesIn(
  tx: Tx,
  orgId: string,
  ids: readonly (string | null | undefined)[],
): Promise<Matrices> {
  const named = [...new Set(ids.filter((id) => typeof id === "string"))];
  if (named.length === 0) return new Map();
  const rows = await tx
    .select({ id: matrixVersion.id, definition: matrixVersion.definition })
    .from(matrixVersion)
    .where(sql`${matrixVersion.orgId} = ${orgId} and ${inArray(matrixVersion.id, named)}`);
  return new Map(rows.map(({ id, definition }) => [id, definition]));
}

/** What became of risks since the end of a day: each with where it stood then and stands now. */
export function listMoved(ctx: OrgContext & { timeZone: string }, input: MovedInput) {
  const since = asOfInstant(input.since, ctx.timeZone, ctx.asOf ?? ctx.now);
  if (!since) throw new AppError("BAD_REQUEST", "Choose a day before the one shown.");
  return read(ctx, async (tx): Promise<{ since: Date; movements: Movement[]; cut: boolean }> => {
    const rows = await changedIn(tx, ctx, input, since);
    const matrices = await matricesIn(
      tx,
      ctx.orgId,
      rows.flatMap(({ now, was }) => [now.versionId, was?.versionId]),
    );
    const { movements } = compareRegisters(
      rows.flatMap((row) => (row.was ? [lineOf(row, row.was, matrices)] : [])),
      rows.map((row) => lineOf(row, row.now, matrices)),
    );
    return { since, movements: [...movements], cut: rows.length === MOST_MOVED };
  });
}
