import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { history } from "@/db/history";
import { membership, organisation } from "@/db/schema/organisation";
import type { OrganisationEdit, OrganisationStart, SampleRemoval } from "@/domain/organisation/input";
import { AppError } from "@/domain/shared/error";
import { mintOrgId } from "@/domain/shared/id";
import { mayStart, placesOf } from "../auth/queries";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { type Edited, joinedEdit, orConflict } from "../record/edit";
import { read } from "../record/read";
import type { RequestContext, Resolved } from "../trpc/context";
import { type Settings, settingsIn } from "./queries";

/** PostgreSQL's "insufficient privilege": what remove_sample raises where there is no sample to remove. */
const REFUSED = "42501";

type SettingsFields = Omit<OrganisationEdit, "version">;

/**
 * Saves the settings, or gives back what somebody else saved in the meantime.
 *
 * @throws AppError PRECONDITION_FAILED for another currency while amounts are recorded
 */
export async function editOrganisation(
  ctx: OrgContext,
  { version, ...patch }: OrganisationEdit,
): Promise<Edited<{ row: Settings }, SettingsFields>> {
  const mine = eq(organisation.orgId, ctx.orgId);
  const write = change(ctx, { name: "organisation.edit" }, async (tx) => {
    await tx.select({ orgId: organisation.orgId }).from(organisation).where(mine).for("update");
    const held = {
      row: await settingsIn(tx, ctx.orgId),
      history: { of: history.organisation, own: undefined }, // the organisation itself is the row
    };
    const settings = await joinedEdit(tx, ctx, held, { version, patch, shape: { whole: true } });
    await tx.update(organisation).set(settings).where(mine);
    return { outcome: "saved" as const, row: await settingsIn(tx, ctx.orgId) };
  });
  try {
    return await orConflict(write);
  } catch (error) {
    if (isViolation(error, "organisation_currency_held"))
      throw new AppError(
        "PRECONDITION_FAILED",
        `The currency stays as it is while amounts are recorded in it: they would be read in ${patch.currency} unchanged. Clear the amounts of risks and the exposure limit first.`,
      );
    throw error;
  }
}

/**
 * A new, empty organisation whose administrator is the person who starts it.
 * @throws AppError FORBIDDEN, CONFLICT when the address is taken
 */
export async function startOrganisation(
  ctx: RequestContext & { person: Resolved },
  input: OrganisationStart,
): Promise<{ slug: string }> {
  const { userId, userName, userEmail } = ctx.person;
  if (!(await mayStart(ctx, await placesOf(ctx, userId)))) {
    throw new AppError("FORBIDDEN", "Only an administrator can start another organisation. Ask one of yours.");
  }
  const [orgId, memberId] = [mintOrgId(randomUUID()), randomUUID()];
  const founder: OrgContext = {
    ...{ orgId, asOf: null, db: ctx.db, now: ctx.now, requestId: ctx.requestId, emit: ctx.emit },
    address: ctx.address,
    actor: { kind: "user", userId, memberId, name: userName, role: "admin", scopes: null },
  };
  try {
    await change(founder, { name: "organisation.start" }, async (tx) => {
      await tx.insert(organisation).values({ orgId, ...input });
      await tx
        .insert(membership)
        .values({ orgId, id: memberId, userId, name: userName, email: userEmail, role: "admin" });
    });
  } catch (error) {
    if (isViolation(error, "organisation_slug")) {
      throw new AppError("CONFLICT", `The address "${input.slug}" is taken. Choose another.`);
    }
    throw error;
  }
  return { slug: input.slug };
}

/**
 * Removes a sample organisation and its whole record. There is no way back.
 * @throws AppError BAD_REQUEST when the name typed is another, PRECONDITION_FAILED for an organisation that is no sample
 */
export async function removeSample(
  ctx: OrgContext,
  { name }: SampleRemoval,
): Promise<{ rows: number; accounts: number }> {
  if (ctx.actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person removes an organisation");
  const held = await read(ctx, (tx) => settingsIn(tx, ctx.orgId));
  if (!held.sample) throw new AppError("PRECONDITION_FAILED", "Only a sample organisation can be removed.");
  if (held.name !== name.trim()) throw new AppError("BAD_REQUEST", `Type the name as it stands: ${held.name}`);
  const [gone] = await ctx.db.sql<{ removed_rows: string; removed_accounts: number }[]>`
    select * from private.remove_sample(${ctx.orgId}, ${ctx.actor.memberId})`.catch((error: { code?: unknown }) => {
    if (error.code !== REFUSED) throw error;
    throw new AppError("CONFLICT", "It was removed at the same moment, or is no sample any more.");
  });
  return { rows: Number(gone?.removed_rows ?? 0), accounts: gone?.removed_accounts ?? 0 };
}

/** True when PostgreSQL refused a write by this constraint or index; drizzle wraps the error it throws. */
export function isViolation(error: unknown, constraint: string): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("constraint_name" in at && at.constraint_name === constraint) return true;
  }
  return false;
}
