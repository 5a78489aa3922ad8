import { and, asc, desc, eq, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { appetite, matrixVersion } from "@/db/schema/matrix";
import { model } from "@/db/schema/model";
import { membership, organisation } from "@/db/schema/organisation";
import { assumption, issue } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import { responseAction, riskAcceptance, riskControl, riskTag } from "@/db/schema/risk-part";
import { productText, proposeCell, residualProduct } from "@/domain/risk/control";
import type { AssessmentKind } from "@/domain/risk/response";
import type { Severity } from "@/domain/risk/severity";
import { dayOf } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import { isUuid } from "@/domain/shared/id";
import type { OrgContext } from "../../context";
import { type CurrentMatrix, currentMatrix } from "../../matrix/queries";
import { read } from "../../record/read";
import { mayEditRisk } from "../edit/guard";
import { categoriesIn } from "../queries";

const owner = alias(membership, "owner");
const MOST_ASSESSMENTS = 300;

function rowOf(tx: Tx, ctx: OrgContext, ref: string) {
  return tx
    .select({
      risk,
      ownerName: owner.name,
      categoryName: appetite.name,
      tolerance: appetite.tolerance,
      programName: program.name,
      countsOn: { id: initiative.id, code: initiative.code, title: initiative.title },
      modelName: model.name,
      timeZone: organisation.timeZone,
    })
    .from(risk)
    .innerJoin(organisation, eq(organisation.orgId, risk.orgId))
    .leftJoin(owner, and(eq(owner.orgId, risk.orgId), eq(owner.id, risk.ownerId)))
    .leftJoin(appetite, and(eq(appetite.orgId, risk.orgId), eq(appetite.category, risk.category)))
    .leftJoin(program, and(eq(program.orgId, risk.orgId), eq(program.id, risk.programId)))
    .leftJoin(initiative, and(eq(initiative.orgId, risk.orgId), eq(initiative.id, risk.countsOnId)))
    .leftJoin(model, and(eq(model.orgId, risk.orgId), eq(model.id, risk.modelId)))
    .where(
      and(
        eq(risk.orgId, ctx.orgId),
        isUuid(ref) ? or(eq(risk.id, ref), eq(risk.code, ref)) : sql`upper(${risk.code}) = ${ref.toUpperCase()}`,
      ),
    );
}

export type AssessmentRow = {
  id: string;
  kind: AssessmentKind;
  number: number;
  matrixVersionId: string;
  likelihood: number;
  impacts: Record<string, number>;
  impact: number;
  level: number;
  severity: Severity;
  score: number;
  probability: number | null;
  rationale: string;
  automatic: boolean;
  alertId: string | null;
  indicatorId: string | null;
  assessedOn: string;
  dueOn: string | null;
  changeId: string;
  by: string;
  at: Date;
};

/** Every assessment with who made it and when, the newest first. */
export async function assessmentsIn(tx: Tx, ctx: Pick<OrgContext, "orgId">, riskId: string): Promise<AssessmentRow[]> {
  const rows = await tx.execute<Omit<AssessmentRow, "at"> & { at: string | Date }>(sql`
    select a.id, a.kind, a.number, a.matrix_version_id as "matrixVersionId", a.likelihood, a.impacts, a.impact, a.level, a.severity, a.score,
      a.probability, a.rationale, a.automatic, a.alert_id as "alertId", a.indicator_id as "indicatorId", a.assessed_on as "assessedOn",
      a.due_on as "dueOn", h.change_id as "changeId", coalesce(c.actor_name, 'Somebody') as by, h.recorded_from as at
    from risk_assessment a join history.risk_assessment h on h.org_id = a.org_id and h.id = a.id and h.recorded_to is null
      left join public.change c on c.org_id = h.org_id and c.id = h.change_id
    where a.org_id = ${ctx.orgId} and a.risk_id = ${riskId} order by h.recorded_from desc, a.number desc limit ${MOST_ASSESSMENTS}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
const controlsIn = (tx: Tx, orgId: string, id: string) =>
  tx
    .select({
      id: riskControl.id,
      version: riskControl.version,
      name: riskControl.name,
      kind: riskControl.kind,
      effectiveness: riskControl.effectiveness,
      testedOn: riskControl.testedOn,
      ownerId: riskControl.ownerId,
      ownerName: owner.name,
    })
    .from(riskControl)
    .leftJoin(owner, and(eq(owner.orgId, riskControl.orgId), eq(owner.id, riskControl.ownerId)))
    .where(and(eq(riskControl.orgId, orgId), eq(riskControl.riskId, id)))
    .orderBy(asc(riskControl.id));

const actionsIn = (tx: Tx, orgId: string, id: string) =>
  tx
    .select({
      id: responseAction.id,
      version: responseAction.version,
      title: responseAction.title,
      ownerId: responseAction.ownerId,
      ownerName: owner.name,
      dueOn: responseAction.dueOn,
      doneOn: responseAction.doneOn,
    })
    .from(responseAction)
    .leftJoin(owner, and(eq(owner.orgId, responseAction.orgId), eq(owner.id, responseAction.ownerId)))
    .where(and(eq(responseAction.orgId, orgId), eq(responseAction.riskId, id)))
    .orderBy(
      sql`${responseAction.doneOn} desc nulls first, ${responseAction.dueOn} nulls last`,
      asc(responseAction.id),
    );

async function versionsIn(tx: Tx, orgId: string, ids: readonly string[]) {
  const rows = await Promise.all(
    [...new Set(ids)].map((id) =>
      tx
        .select({ id: matrixVersion.id, number: matrixVersion.number, definition: matrixVersion.definition })
        .from(matrixVersion)
        .where(and(eq(matrixVersion.orgId, orgId), eq(matrixVersion.id, id))),
    ),
  );
  return rows.flat();
}

type Held = { kind: "preventive" | "mitigating"; effectiveness: number };

/** The product of what controls leave of the inherent score, as arithmetic, and the cell it proposes. */
function proposalFrom(
  matrix: CurrentMatrix,
  assessments: readonly AssessmentRow[],
  controls: readonly Held[],
  loss: number | null,
) {
  const inherent = assessments.find(({ kind }) => kind === "inherent");
  if (!inherent || controls.length === 0) return null;
  const shares = controls.map(({ effectiveness }) => effectiveness);
  const product = { text: productText(inherent.score, shares), value: residualProduct(inherent.score, shares) };
  const onScale = inherent.matrixVersionId === matrix.versionId;
  return { product, cell: onScale ? proposeCell(matrix.definition, { ...inherent, loss }, controls) : null };
}

/**
 * Everything a risk's page shows, in one snapshot: itself, every assessment with who made it, controls with their
 * arithmetic, actions, taxonomy, acceptances, the issue it became. `ref` is the id or the code.
 * @throws AppError NOT_FOUND, also for one that is hidden from the actor
 */
export function getRisk(ctx: OrgContext, ref: string) {
  return read(ctx, async (tx) => {
    const [found] = await rowOf(tx, ctx, ref);
    if (!found) throw new AppError("NOT_FOUND", "No such risk");
    const { risk: row, timeZone, ...names } = found;
    const { orgId } = ctx;
    const matrix = await currentMatrix(tx, ctx);
    const [assessments, controls, actions, tags, acceptances, issues, assumptions, categories, edit] =
      await Promise.all([
        assessmentsIn(tx, ctx, row.id),
        controlsIn(tx, orgId, row.id),
        actionsIn(tx, orgId, row.id),
        tx
          .select({ framework: riskTag.framework, edition: riskTag.edition, ref: riskTag.ref })
          .from(riskTag)
          .where(and(eq(riskTag.orgId, orgId), eq(riskTag.riskId, row.id)))
          .orderBy(riskTag.framework, riskTag.ref),
        tx
          .select()
          .from(riskAcceptance)
          .where(and(eq(riskAcceptance.orgId, orgId), eq(riskAcceptance.riskId, row.id)))
          .orderBy(desc(riskAcceptance.id)),
        tx
          .select({ id: issue.id, code: issue.code, title: issue.title, status: issue.status })
          .from(issue)
          .where(and(eq(issue.orgId, orgId), eq(issue.riskId, row.id))),
        tx
          .select({
            id: assumption.id,
            code: assumption.code,
            statement: assumption.statement,
            status: assumption.status,
          })
          .from(assumption)
          .where(and(eq(assumption.orgId, orgId), eq(assumption.riskId, row.id))),
        categoriesIn(tx, orgId),
        mayEditRisk(tx, ctx, row),
      ]);
    const versions = await versionsIn(tx, orgId, [
      matrix.versionId,
      ...assessments.map(({ matrixVersionId }) => matrixVersionId),
    ]);
    const today = dayOf(ctx.asOf ?? ctx.now, timeZone);
    return {
      ...row,
      ...names,
      today,
      timeZone,
      matrix,
      versions,
      categories,
      assessments,
      controls,
      proposal: proposalFrom(matrix, assessments, controls, row.lossLikely),
      actions: actions.map((each) => ({ ...each, overdue: !each.doneOn && each.dueOn !== null && each.dueOn < today })),
      tags,
      acceptances,
      issues,
      assumptions,
      lookedFrom: ctx.asOf ?? ctx.now,
      may: { edit: edit && row.status === "open", reopen: edit && row.status !== "open" },
    };
  });
}
export type RiskPage = Awaited<ReturnType<typeof getRisk>>;
