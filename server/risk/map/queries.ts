import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { risk, riskAssessment } from "@/db/schema/risk";
import { MOST_MARKS, type RiskMapInput, WORST_OF_CELL } from "@/domain/risk/map-input";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import type { AssessmentKind } from "@/domain/risk/response";
import type { Severity } from "@/domain/risk/severity";
import { asOfInstant } from "@/domain/shared/as-of";
import type { OrgContext } from "../../context";
import { currentMatrix } from "../../matrix/queries";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";
import { type Setting, settingFor } from "../../table/setting";
import { foundOf, fromWhere } from "../../table/source";
import { riskRegister } from "../register/columns";
import { isBeyond } from "../register/scope";

export type MapMark = {
  id: string;
  version: number;
  code: string;
  title: string;
  likelihood: number;
  impact: number;
  severity: Severity;
  score: number;
  /** Minor units. */
  expectedValue: number | null;
  beyond: boolean;
  /** Of this kind, whose cell is shown: what a reassessment says it saw. */
  assessmentId: string;
};
export type MapCell = { likelihood: number; impact: number; count: number };
/** Where a mark stood on the day asked for; null cells: it was there and stood outside the matrix in use. */
export type MapBefore = { id: string; likelihood: number | null; impact: number | null; score: number | null };

/** The assessment of a kind that a mark stands by; the newest. */
const newest = (
  kind: AssessmentKind,
): SQL => sql`left join lateral (select a.id, a.likelihood, a.impact, a.severity, a.score, a.matrix_version_id
  from ${riskAssessment} a where a.org_id = ${risk.orgId} and a.risk_id = ${risk.id} and a.kind = ${kind} order by a.number desc limit 1) x on true`;

type Source = { likelihood: SQL; impact: SQL; version: SQL; join: SQL };

/** The residual's cell is kept on the risk itself; the others are looked up. */
const sourceOf = (kind: AssessmentKind): Source =>
  kind === "residual"
    ? {
        ...{ likelihood: sql`${risk.residualLikelihood}`, impact: sql`${risk.residualImpact}`, join: sql`` },
        version: sql`${risk.residualVersionId}`,
      }
    : {
        ...{ likelihood: sql`x.likelihood`, impact: sql`x.impact`, version: sql`x.matrix_version_id` },
        join: newest(kind),
      };

const isOpen = sql`${risk.status} = 'open'`;

/** Every open risk once: by cell of the matrix in use, and how many stand on none of its cells. */
async function cellsIn(tx: Tx, setting: Setting, input: RiskMapInput, versionId: string) {
  const { likelihood, impact, version, join } = sourceOf(input.kind);
  const scope = { q: input.q, filter: input.filter, archived: "no" as const };
  type Row = { likelihood: number | null; impact: number | null; count: number };
  const rows = await tx.execute<Row>(sql`${foundOf(setting, input.q)}
    select x.likelihood, x.impact, count(*)::int as count from (
      select case when ${version} = ${versionId} then ${likelihood} end as likelihood, case when ${version} = ${versionId} then ${impact} end as impact
      ${fromWhere(setting, scope, [], join)} and ${isOpen}) x group by 1, 2`);
  const cells = rows.flatMap(({ likelihood, impact, count }): MapCell[] =>
    likelihood === null || impact === null ? [] : [{ likelihood, impact, count }],
  );
  const countOf = (some: readonly { count: number }[]) => some.reduce((sum, { count }) => sum + count, 0);
  return { cells, total: countOf(cells), elsewhere: countOf(rows) - countOf(cells) };
}

async function marksIn(
  tx: Tx,
  setting: Setting,
  input: RiskMapInput,
  versionId: string,
  { cells, total }: { cells: readonly MapCell[]; total: number },
) {
  const { likelihood, impact, version, join } = sourceOf(input.kind);
  const scope = { q: input.q, filter: input.filter, archived: "no" as const };
  const order = sql`${risk.expectedValue} desc nulls last, ${risk.id}`;
  const here = sql`${isOpen} and ${version} = ${versionId}`;
  const ids =
    total <= MOST_MARKS
      ? sql`array(select ${risk.id} ${fromWhere(setting, scope, [], join)} and ${here})`
      : sql.join(
          cells.map(
            (cell) => sql`array(select ${risk.id} ${fromWhere(setting, scope, [], join)} and ${here}
              and ${likelihood} = ${cell.likelihood} and ${impact} = ${cell.impact} order by ${order} limit ${sql.raw(String(WORST_OF_CELL))})`,
          ),
          sql` || `,
        );
  if (total === 0) return [];
  return tx.execute<MapMark>(sql`${foundOf(setting, input.q)} select ${risk.id} as id, ${risk.version} as version, ${risk.code} as code,
      left(${risk.title}, 200) as title, x.likelihood, x.impact, x.severity, x.score, ${risk.expectedValue}::float8 as "expectedValue",
      ${isBeyond} as beyond, x.id as "assessmentId"
    from unnest(${ids}) m (id) join ${risk} on ${risk.orgId} = private.org_id() and ${risk.id} = m.id ${newest(input.kind)}
      left join appetite on appetite.org_id = ${risk.orgId} and appetite.category = ${risk.category} order by ${order}`);
}

/** Where marks stood at an instant, read from the record. Risks raised or opened since have no row. */
async function beforeIn(
  tx: Tx,
  ctx: OrgContext,
  at: Date,
  marks: readonly MapMark[],
  kind: AssessmentKind,
  versionId: string,
) {
  const then = sql`${at.toISOString()}::timestamptz`;
  const held = (name: string) => {
    const h = sql.identifier(name);
    return sql`${h}.recorded_from <= ${then} and (${h}.recorded_to is null or ${h}.recorded_to > ${then})`;
  };
  return tx.execute<MapBefore>(sql`
    select r.id, case when a.matrix_version_id = ${versionId} then a.likelihood end as likelihood,
      case when a.matrix_version_id = ${versionId} then a.impact end as impact, a.score
    from history.risk r left join lateral (select a.* from history.risk_assessment a where a.org_id = r.org_id and a.risk_id = r.id
      and a.kind = ${kind} and ${held("a")} order by a.number desc limit 1) a on true
    where r.org_id = ${ctx.orgId} and r.id = any (${uuids(marks.map(({ id }) => id))}) and r.status = 'open' and ${held("r")}`);
}

export type RiskMap = {
  matrix: { versionId: string; definition: MatrixDefinition };
  cells: MapCell[];
  /** All of them, or the worst of each cell where there are too many. */
  marks: MapMark[];
  whole: boolean;
  before: MapBefore[] | null;
  /** Open risks without such an assessment by the matrix in use. */
  elsewhere: number;
};

/** Open risks by cell of the matrix in use, with the marks a map can show and where they stood on a day. */
export function mapRisks(ctx: OrgContext & { timeZone: string }, input: RiskMapInput): Promise<RiskMap> {
  const since = asOfInstant(input.since, ctx.timeZone, ctx.asOf ?? ctx.now);
  return read(ctx, async (tx) => {
    const matrix = await currentMatrix(tx, ctx);
    const setting = await settingFor(tx, ctx, riskRegister, { filter: input.filter });
    const { cells, total, elsewhere } = await cellsIn(tx, setting, input, matrix.versionId);
    const marks = await marksIn(tx, setting, input, matrix.versionId, { cells, total });
    const before = since ? await beforeIn(tx, ctx, since, marks, input.kind, matrix.versionId) : null;
    return { matrix, cells, marks: [...marks], whole: total <= MOST_MARKS, before, elsewhere };
  });
}
