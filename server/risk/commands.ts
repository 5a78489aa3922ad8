import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import { issue } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import {
  FAULTS,
  type RiskClosing,
  type RiskCreation,
  type RiskEdit,
  type RiskMaterialising,
  type RiskPatch,
  type RiskQuickAdd,
  riskCreation,
  sizesInOrder,
  standsOnce,
} from "@/domain/risk/input";
import { readQuickRisk } from "@/domain/risk/quick-add";
import { strategyFits } from "@/domain/risk/response";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { settingOf } from "../organisation/queries";
import { change } from "../record/change";
import { joinedEdit, orConflict } from "../record/edit";
import { writeAssessment } from "./assess/commands";
import { categoryNamed } from "./edit/category";
import { codeTaken, editableRisk, lockedRisk, mine, ownerFor, refuseOthers, refuseUnknown } from "./edit/guard";
import { writeTags } from "./part/commands";

/** What `createRisk` writes, inside a change that may write other rows too. @throws AppError BAD_REQUEST, FORBIDDEN */
export async function writeRisk(tx: Tx, ctx: OrgContext, input: RiskCreation): Promise<{ id: string; code: string }> {
  const { tags, inherent, residual, ...given } = input;
  const fields = { ...given, ownerId: ownerFor(ctx, given.ownerId) };
  await refuseUnknown(tx, ctx, fields);
  await refuseOthers(tx, ctx, fields);
  refuseContradiction({ kind: "threat", distribution: "fixed", strategy: null, ...fields });
  const { today, currency } = await settingOf(tx, ctx);
  const values = { ...fields, orgId: ctx.orgId, raisedOn: fields.raisedOn ?? today, currency };
  const [made] = await codeTaken(fields.code, () =>
    tx.insert(risk).values(values).returning({ id: risk.id, code: risk.code }),
  );
  if (!made) throw new RangeError("No risk was made");
  await writeTags(tx, ctx, { riskId: made.id, add: tags, remove: [] });
  const first = residual ?? inherent;
  for (const [kind, cell] of [
    ["inherent", inherent],
    ["residual", first],
  ] as const)
    if (cell)
      await writeAssessment(tx, ctx, { riskId: made.id, kind, ...cell, probability: fields.probability, today });
  return made;
}

/** @throws AppError BAD_REQUEST for an unknown person, place or category; FORBIDDEN for an owner elsewhere */
export const createRisk = (ctx: OrgContext, input: RiskCreation): Promise<{ id: string; code: string }> =>
  change(ctx, { name: "risk.create" }, (tx) => writeRisk(tx, ctx, input));

async function initiativeCoded(tx: Tx, ctx: OrgContext, code: string): Promise<string> {
  const rows = await tx.execute<{ id: string }>(sql`select id from ${initiative} where org_id = ${ctx.orgId}
    and lower(code) = ${code.toLowerCase()} and archived_at is null order by code = ${code} desc limit 1`);
  const [found] = rows;
  if (!found) throw new AppError("BAD_REQUEST", `There is no initiative ${code.slice(0, 60)}. Write its code after @.`);
  return found.id;
}

/**
 * A risk from one line. What the line does not say comes from where it was written.
 * @throws AppError BAD_REQUEST with every fault of the line
 */
export const quickAddRisk = (ctx: OrgContext, { text, on }: RiskQuickAdd): Promise<{ id: string; code: string }> =>
  change(ctx, { name: "risk.create" }, async (tx) => {
    const { currency } = await settingOf(tx, ctx);
    const read = readQuickRisk(text, currency);
    if (!read.ok) throw new AppError("BAD_REQUEST", read.faults.join(" "));
    const { initiativeCode, category, ...said } = read.risk;
    const place = initiativeCode ? { initiativeId: await initiativeCoded(tx, ctx, initiativeCode) } : on;
    const key = category ? await categoryNamed(tx, ctx, category) : null;
    return writeRisk(tx, ctx, riskCreation.parse({ ...said, ...place, category: key }));
  });

const SHAPE = {
  together: [
    ["programId", "initiativeId", "modelId"],
    ["distribution", "lossLow", "lossLikely", "lossHigh"],
    ["kind", "strategy"],
  ],
};
type Whole = Pick<RiskCreation, "programId" | "initiativeId" | "modelId" | "lossLow" | "lossLikely" | "lossHigh"> &
  Required<Pick<RiskCreation, "kind" | "strategy" | "distribution">>;

/** @throws AppError BAD_REQUEST for a risk that contradicts itself */
function refuseContradiction(next: Whole): void {
  if (!standsOnce(next)) throw new AppError("BAD_REQUEST", FAULTS.place);
  if (!sizesInOrder(next)) throw new AppError("BAD_REQUEST", FAULTS.sizes);
  if (!strategyFits(next.kind ?? "threat", next.strategy ?? null)) throw new AppError("BAD_REQUEST", FAULTS.strategy);
  const sizes = [next.lossLow, next.lossLikely, next.lossHigh];
  if (next.distribution !== "fixed" && sizes.some((each) => typeof each !== "number"))
    throw new AppError("BAD_REQUEST", "Triangular and PERT need a low, a likely and a high figure.");
}

/** What `editRisk` writes, inside a change that may write other rows too. Gives the version after. */
export async function writeRiskEdit(tx: Tx, ctx: OrgContext, { id, version, patch }: RiskEdit): Promise<number> {
  const row = await editableRisk(tx, ctx, id);
  const held = { row, history: { of: history.risk, own: eq(history.risk.id, id) } };
  const fields = await joinedEdit(tx, ctx, held, { version, patch, shape: SHAPE });
  await refuseUnknown(tx, ctx, fields);
  const next = { ...row, ...fields };
  refuseContradiction(next);
  await refuseOthers(tx, ctx, next);
  const [saved] = await tx.update(risk).set(fields).where(mine(ctx, id)).returning({ version: risk.version });
  return saved?.version ?? row.version;
}

/**
 * Writes the fields of the patch. When somebody changed one of them since `version`, nothing is written and both values come
 * back.
 * @throws AppError NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED (no longer open), BAD_REQUEST
 */
export async function editRisk(ctx: OrgContext, input: RiskEdit) {
  const write = change(ctx, { name: "risk.edit" }, async (tx, changeId) => {
    const version = await writeRiskEdit(tx, ctx, input);
    return { outcome: "saved" as const, version, changeId };
  });
  return orConflict<RiskPatch, Awaited<typeof write>>(write);
}

/** The row is open and as its closer saw it, or the status somebody else gave it is in question. */
async function closable(tx: Tx, ctx: OrgContext, { id, version }: Pick<RiskClosing, "id" | "version">) {
  const row = await editableRisk(tx, ctx, id);
  const held = { row, history: { of: history.risk, own: eq(history.risk.id, id) } };
  await joinedEdit(tx, ctx, held, { version, patch: { status: "closed" } });
  return row;
}

/** Closes a risk that can no longer come true, or is no longer worth watching; the reason is kept. */
export const closeRisk = (ctx: OrgContext, { id, version, reason }: RiskClosing) => {
  const write = change(ctx, { name: "risk.close", reason }, async (tx, changeId) => {
    await closable(tx, ctx, { id, version });
    const { today } = await settingOf(tx, ctx);
    await tx.update(risk).set({ status: "closed", closedOn: today, closedReason: reason }).where(mine(ctx, id));
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<{ status: string }, Awaited<typeof write>>(write);
};

/** @throws AppError PRECONDITION_FAILED for a risk that is open */
export const reopenRisk = (ctx: OrgContext, { id, reason }: Omit<RiskClosing, "version">) =>
  change(ctx, { name: "risk.reopen", reason }, async (tx, changeId) => {
    const row = await lockedRisk(tx, ctx, id);
    await refuseOthers(tx, ctx, row);
    if (row.status === "open") throw new AppError("PRECONDITION_FAILED", `${row.code} is open.`);
    await tx.update(risk).set({ status: "open", closedOn: null, closedReason: null }).where(mine(ctx, id));
    return { changeId };
  });

/** The risk came true: an issue stands where it stood and keeps the link. */
export const materialiseRisk = (ctx: OrgContext, input: RiskMaterialising) => {
  const { id, reason, issueTitle, resolutionDueOn } = input;
  const write = change(ctx, { name: "risk.materialise", reason }, async (tx, changeId) => {
    const row = await closable(tx, ctx, input);
    const { today } = await settingOf(tx, ctx);
    await tx.update(risk).set({ status: "materialised", closedOn: today, closedReason: reason }).where(mine(ctx, id));
    const { programId, initiativeId, modelId, ownerId } = row;
    const [made] = await tx
      .insert(issue)
      .values({
        ...{ orgId: ctx.orgId, title: issueTitle ?? row.title, description: reason },
        ...{ programId, initiativeId, modelId, ownerId, riskId: id, raisedOn: today, resolutionDueOn },
        severity: row.residualSeverity ?? row.inherentSeverity ?? "amber",
      })
      .returning({ id: issue.id, code: issue.code });
    if (!made) throw new RangeError("No issue was made");
    return { outcome: "saved" as const, changeId, issue: made };
  });
  return orConflict<{ status: string }, Awaited<typeof write>>(write);
};
