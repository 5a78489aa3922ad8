import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import type { InitiativeArchival, InitiativeChange, InitiativeCreation } from "@/domain/initiative/edit";
import { datesInOrder, type StageChange } from "@/domain/initiative/input";
import { stageMove } from "@/domain/initiative/lifecycle";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { announceNotifications } from "../notification/commands";
import { change } from "../record/change";
import { joinedEdit, orConflict } from "../record/edit";
import { codeTaken, namedByRole, nextCodes, refuseBlindness, refuseStrangers } from "./edit/guard";
import { addNames, applyDelta, fittingCustom, importedText } from "./edit/values";
import { mayEdit } from "./queries";

/** @throws AppError BAD_REQUEST for an unknown person, program or custom value; CONFLICT for a code in use. */
export async function createInitiative(
  ctx: OrgContext,
  input: InitiativeCreation,
): Promise<{ id: string; code: string }> {
  const {
    code: wanted,
    tags = [],
    custom = {},
    people: named,
    restricted = false,
    ...fields
  } = namedByRole(ctx, input);
  return change(ctx, { name: "initiative.create" }, async (tx) => {
    await refuseStrangers(tx, ctx, { ...fields, people: named });
    const [free] = wanted ? [wanted] : await nextCodes(tx, 1);
    const values = { ...fields, orgId: ctx.orgId, code: free ?? "", custom: await fittingCustom(tx, ctx, {}, custom) };
    const [made] = await codeTaken(values.code, () =>
      tx.insert(initiative).values(values).returning({ id: initiative.id, code: initiative.code }),
    );
    if (!made) throw new RangeError("No initiative was made");
    await addNames(tx, ctx, made.id, { tags, people: named });
    // Last: whoever is only named on it could not write the names once it is restricted.
    if (restricted) await tx.update(initiative).set({ restricted }).where(mine(ctx, made.id));
    return made;
  });
}

export const NOT_YOURS = "You may change only initiatives you sponsor, own or lead.";

type Row = typeof initiative.$inferSelect;

/** Locks the row. @throws AppError NOT_FOUND */
async function locked(tx: Tx, ctx: OrgContext, id: string): Promise<Row> {
  const [row] = await tx
    .select()
    .from(initiative)
    .where(and(eq(initiative.orgId, ctx.orgId), eq(initiative.id, id)))
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such initiative");
  return row;
}

/** @throws AppError NOT_FOUND, FORBIDDEN (an owner of other initiatives), PRECONDITION_FAILED (archived) */
async function editable(tx: Tx, ctx: OrgContext, id: string): Promise<Row> {
  const row = await locked(tx, ctx, id);
  if (!mayEdit(ctx, row)) throw new AppError("FORBIDDEN", NOT_YOURS);
  if (row.archivedAt)
    throw new AppError("PRECONDITION_FAILED", "This initiative is archived. Restore it to change it.");
  return row;
}

const mine = (ctx: OrgContext, id: string) => and(eq(initiative.orgId, ctx.orgId), eq(initiative.id, id));

/** What a row locked here is compared with. Its custom values are edited each by itself. */
const heldOf = (row: Row) => ({ row, history: { of: history.initiative, own: eq(history.initiative.id, row.id) } });
const SHAPE = { nested: ["custom"] };

async function versionOf(tx: Tx, ctx: OrgContext, id: string): Promise<number> {
  const [row] = await tx.select({ version: initiative.version }).from(initiative).where(mine(ctx, id));
  return row?.version ?? 0;
}

/** What `editInitiative` writes, inside a change that may write other rows too. */
export async function writeEdit(tx: Tx, ctx: OrgContext, input: InitiativeChange): Promise<void> {
  const { id, version, patch, tagsSeen, people, peopleSeen } = input;
  const row = await editable(tx, ctx, id);
  const { tags, ...compared } = patch; // what was added to and taken from the tags is joined below
  const joined = await joinedEdit(tx, ctx, heldOf(row), { version, patch: compared, shape: SHAPE });
  const { custom, ...fields } = joined;
  await refuseStrangers(tx, ctx, { ...fields, people: people ?? [] });
  const next = { ...row, ...fields };
  if (!datesInOrder(next)) throw new AppError("BAD_REQUEST", "The target date is before the start date.");
  const written = {
    ...fields,
    ...(fields.sponsorId === undefined ? {} : { sponsorName: null }),
    ...(fields.ownerId === undefined ? {} : { ownerName: null }),
    ...(fields.leadId === undefined ? {} : { leadName: null }),
    ...(custom ? { custom: await fittingCustom(tx, ctx, row.custom, custom) } : {}),
    source: importedText(row.source, joined),
  };
  const named = await applyDelta(tx, ctx, id, { tags, tagsSeen, people, peopleSeen });
  refuseBlindness(ctx, next, named);
  await codeTaken(next.code, () => tx.update(initiative).set(written).where(mine(ctx, id)));
}

/**
 * Writes the fields of the patch. When somebody changed one of them since `version`, nothing is written and both values
 * come back; edits of different fields join.
 */
export async function editInitiative(ctx: OrgContext, input: InitiativeChange) {
  const action = { name: "initiative.edit", ...(input.reason ? { reason: input.reason } : {}) };
  const write = change(ctx, action, async (tx, changeId) => {
    await writeEdit(tx, ctx, input);
    return { outcome: "saved" as const, version: await versionOf(tx, ctx, input.id), changeId };
  });
  return orConflict<Omit<InitiativeChange["patch"], "tags">, Awaited<typeof write>>(write);
}

/** What `changeStage` writes, inside a change that may write other rows too. Gives the stage before and after. */
export async function writeStage(tx: Tx, ctx: OrgContext, { id, version, stage: wanted }: Omit<StageChange, "reason">) {
  const row = await editable(tx, ctx, id);
  const { stage } = await joinedEdit(tx, ctx, heldOf(row), { version, patch: { stage: wanted } });
  if (row.stage === stage) throw new AppError("BAD_REQUEST", "The initiative already stands at this stage.");
  await tx
    .update(initiative)
    .set({ stage, source: importedText(row.source, { stage }) })
    .where(mine(ctx, id));
  return { from: row.stage, to: stage };
}

/** Moves an initiative to another stage; the reason is kept with the change. */
export async function changeStage(ctx: OrgContext, { id, version, stage, reason }: StageChange) {
  const write = change(ctx, { name: "initiative.change_stage", reason }, async (tx, changeId) => {
    const { from, to } = await writeStage(tx, ctx, { id, version, stage });
    const move = stageMove(from, to).kind;
    return { outcome: "saved" as const, version: await versionOf(tx, ctx, id), changeId, move };
  });
  const saved = await orConflict<Pick<StageChange, "stage">, Awaited<typeof write>>(write);
  if (saved.outcome === "saved") await announceNotifications(ctx, saved.changeId);
  return saved;
}

async function setArchived(ctx: OrgContext, { id, reason }: InitiativeArchival, archived: boolean) {
  const name = archived ? "initiative.archive" : "initiative.restore";
  return change(ctx, { name, reason }, async (tx, changeId) => {
    const row = await locked(tx, ctx, id);
    const already = archived ? "This initiative is already archived." : "This initiative is not archived.";
    if ((row.archivedAt !== null) === archived) throw new AppError("PRECONDITION_FAILED", already);
    await tx
      .update(initiative)
      .set({ archivedAt: archived ? sql`private.stamp()` : null })
      .where(mine(ctx, id));
    return { version: await versionOf(tx, ctx, id), changeId };
  });
}

/** Takes an initiative out of the register; it stays in the record and can be restored. */
export const archiveInitiative = (ctx: OrgContext, input: InitiativeArchival) => setArchived(ctx, input, true);
export const restoreInitiative = (ctx: OrgContext, input: InitiativeArchival) => setArchived(ctx, input, false);
