import { and, eq, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { Names } from "@/domain/import/named";
import type { PlaceWorld } from "@/domain/risk/import/place";
import type { OrgContext } from "../../context";
import { settingOf } from "../../organisation/queries";

const LABEL = 120; // characters of a title that registers show beside its code

/** What somebody with the role of an owner may write: what is theirs, and what stands on what they answer for. */
async function ownOf(tx: Tx, { orgId, actor }: OrgContext): Promise<PlaceWorld["own"]> {
  if (actor.kind === "job" || actor.role !== "owner") return null;
  const { memberId } = actor;
  const [initiatives, models] = [
    await tx
      .select({ id: initiative.id })
      .from(initiative)
      .where(
        and(
          eq(initiative.orgId, orgId),
          or(eq(initiative.sponsorId, memberId), eq(initiative.ownerId, memberId), eq(initiative.leadId, memberId)),
        ),
      ),
    await tx
      .select({ id: model.id })
      .from(model)
      .where(and(eq(model.orgId, orgId), or(eq(model.builderId, memberId), eq(model.operatorId, memberId)))),
  ];
  const ids = (rows: { id: string }[]) => new Set(rows.map(({ id }) => id));
  return { memberId, initiatives: ids(initiatives), models: ids(models) };
}

/** What names of people and places in a file can mean to whoever imports it: what is hidden from them has no name. */
export async function placeWorld(tx: Tx, ctx: OrgContext): Promise<PlaceWorld & { currency: string }> {
  const { orgId } = ctx;
  const members = await tx
    .select({ id: membership.id, name: membership.name, email: membership.email, active: membership.active })
    .from(membership)
    .where(eq(membership.orgId, orgId));
  const initiatives = await tx
    .select({
      ...{ id: initiative.id, code: initiative.code, title: initiative.title, programId: initiative.programId },
      archivedAt: initiative.archivedAt,
    })
    .from(initiative)
    .where(eq(initiative.orgId, orgId));
  const programs = await tx
    .select({ id: program.id, name: program.name })
    .from(program)
    .where(eq(program.orgId, orgId));
  const models = await tx
    .select({ id: model.id, name: model.name, initiativeId: model.initiativeId })
    .from(model)
    .where(eq(model.orgId, orgId));
  return {
    ...(await settingOf(tx, ctx)),
    members: new Names(members.map(({ id, name, email, active }) => ({ id, texts: [email, name], gone: !active }))),
    initiatives: new Names(
      initiatives.map(({ id, code, title, archivedAt }) => ({
        ...{ id, gone: archivedAt !== null },
        texts: [code, `${code} ${title}`, `${code} ${title.slice(0, LABEL)}`, title],
      })),
    ),
    programs: new Names(programs.map(({ id, name }) => ({ id, texts: [name] }))),
    models: new Names(models.map(({ id, name }) => ({ id, texts: [name] }))),
    programOf: new Map(initiatives.map(({ id, programId }) => [id, programId])),
    initiativeOf: new Map(models.map(({ id, initiativeId }) => [id, initiativeId])),
    own: await ownOf(tx, ctx),
  };
}
