import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { assumption, issue } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../../context";
import { read } from "../../../record/read";
import { mayEditRisk } from "../../edit/guard";

const owner = alias(membership, "owner");

/** One assumption with the names of what it speaks of. @throws AppError NOT_FOUND, also for one that is hidden */
export function getAssumption(ctx: OrgContext, id: string) {
  return read(ctx, async (tx) => {
    const [found] = await tx
      .select({
        assumption,
        ownerName: owner.name,
        programName: program.name,
        initiativeName: initiative.title,
        modelName: model.name,
        risk: { id: risk.id, code: risk.code, title: risk.title },
      })
      .from(assumption)
      .leftJoin(owner, and(eq(owner.orgId, assumption.orgId), eq(owner.id, assumption.ownerId)))
      .leftJoin(program, and(eq(program.orgId, assumption.orgId), eq(program.id, assumption.programId)))
      .leftJoin(initiative, and(eq(initiative.orgId, assumption.orgId), eq(initiative.id, assumption.initiativeId)))
      .leftJoin(model, and(eq(model.orgId, assumption.orgId), eq(model.id, assumption.modelId)))
      .leftJoin(risk, and(eq(risk.orgId, assumption.orgId), eq(risk.id, assumption.riskId)))
      .where(and(eq(assumption.orgId, ctx.orgId), eq(assumption.id, id)));
    if (!found) throw new AppError("NOT_FOUND", "No such assumption");
    const { assumption: row, ...names } = found;
    return { ...row, ...names, mayEdit: await mayEditRisk(tx, ctx, row) };
  });
}

/** One issue with the names of what it speaks of. @throws AppError NOT_FOUND, also for one that is hidden */
export function getIssue(ctx: OrgContext, id: string) {
  return read(ctx, async (tx) => {
    const [found] = await tx
      .select({
        issue,
        ownerName: owner.name,
        programName: program.name,
        initiativeName: initiative.title,
        modelName: model.name,
        risk: { id: risk.id, code: risk.code, title: risk.title },
      })
      .from(issue)
      .leftJoin(owner, and(eq(owner.orgId, issue.orgId), eq(owner.id, issue.ownerId)))
      .leftJoin(program, and(eq(program.orgId, issue.orgId), eq(program.id, issue.programId)))
      .leftJoin(initiative, and(eq(initiative.orgId, issue.orgId), eq(initiative.id, issue.initiativeId)))
      .leftJoin(model, and(eq(model.orgId, issue.orgId), eq(model.id, issue.modelId)))
      .leftJoin(risk, and(eq(risk.orgId, issue.orgId), eq(risk.id, issue.riskId)))
      .where(and(eq(issue.orgId, ctx.orgId), eq(issue.id, id)));
    if (!found) throw new AppError("NOT_FOUND", "No such issue");
    const { issue: row, ...names } = found;
    return { ...row, ...names, mayEdit: await mayEditRisk(tx, ctx, row) };
  });
}
