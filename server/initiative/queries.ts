import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { initiative, initiativePerson, program } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { attentionOf, lookFrom } from "@/domain/initiative/attention";
import { type StageVersion, stageStays } from "@/domain/initiative/lifecycle";
import { AppError } from "@/domain/shared/error";
import { isUuid } from "@/domain/shared/id";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";
import { attentionRisks, riskLimits } from "../risk/attention/queries";
import { linkedModels, tagNames } from "./register/linked";
import { held, lead, lookedFrom, owner, SHOWN, sponsor, updatedAt, zone } from "./register/scope";

function rowOf(tx: Tx, ctx: OrgContext, ref: string) {
  return tx
    .select({
      ...SHOWN,
      problem: initiative.problem,
      outcome: initiative.outcome,
      sponsorId: initiative.sponsorId,
      leadId: initiative.leadId,
      custom: initiative.custom,
      source: initiative.source,
      updatedAt: updatedAt(ctx).mapWith((text: string) => new Date(text)),
      timeZone: zone,
      tags: tagNames,
      models: linkedModels,
      risks: attentionRisks(ctx),
      riskLimits,
    })
    .from(initiative)
    .leftJoin(owner, and(eq(owner.orgId, initiative.orgId), eq(owner.id, initiative.ownerId)))
    .leftJoin(sponsor, and(eq(sponsor.orgId, initiative.orgId), eq(sponsor.id, initiative.sponsorId)))
    .leftJoin(lead, and(eq(lead.orgId, initiative.orgId), eq(lead.id, initiative.leadId)))
    .where(
      and(
        eq(initiative.orgId, ctx.orgId),
        isUuid(ref) ? or(eq(initiative.id, ref), eq(initiative.code, ref)) : eq(initiative.code, ref),
      ),
    );
}

type StageRow = { stage: StageVersion["stage"]; at: Date | string; reason: string | null; by: string | null };

/** The versions at which the stage changed, with who and why, up to the instant looked from. */
async function stageVersions(tx: Tx, ctx: OrgContext, id: string): Promise<StageVersion[]> {
  const rows = await tx.execute<StageRow>(sql`
    select v.stage, v.recorded_from as at, c.reason, c.actor_name as by
    from (
      select h.stage, h.recorded_from, h.change_id, lag(h.stage) over w as before, row_number() over w as n
      from history.initiative h
      where h.org_id = ${ctx.orgId} and h.id = ${id} and ${ctx.asOf ? sql`h.recorded_from <= ${ctx.asOf.toISOString()}::timestamptz` : sql`true`}
      window w as (order by h.recorded_from)
    ) v left join public.change c on c.org_id = ${ctx.orgId} and c.id = v.change_id
    where v.n = 1 or v.stage is distinct from v.before order by v.recorded_from`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

type Recorded = { change_id: string; at: Date | string; by: string; action: string };

/** The first and the last change of the initiative itself. */
async function recordedBy(tx: Tx, ctx: OrgContext, id: string) {
  const [rows, [first]] = await Promise.all([
    tx.execute<Recorded>(sql`select h.change_id, h.recorded_from as at, c.actor_name as by, c.action from history.initiative h
      join public.change c on c.org_id = h.org_id and c.id = h.change_id where h.org_id = ${ctx.orgId} and h.id = ${id} and ${held(ctx)}`),
    tx.execute<Recorded>(sql`select h.change_id, h.recorded_from as at, c.actor_name as by, c.action from history.initiative h
      join public.change c on c.org_id = h.org_id and c.id = h.change_id where h.org_id = ${ctx.orgId} and h.id = ${id} order by h.recorded_from limit 1`),
  ]);
  const brief = (row: Recorded | undefined) =>
    row ? { changeId: row.change_id, at: new Date(row.at), by: row.by, action: row.action } : null;
  return { created: brief(first), last: brief(rows[0]) };
}

/** From the root down to the program of the initiative. */
async function programPath(tx: Tx, id: string | null): Promise<{ id: string; name: string }[]> {
  if (!id) return [];
  return tx.execute<{ id: string; name: string }>(sql`
    with recursive up as (
      select p.id, p.name, p.parent_id, 0 as depth from ${program} p where p.id = ${id}
      union all select p.id, p.name, p.parent_id, up.depth + 1 from ${program} p join up on p.id = up.parent_id where up.depth < 50
    ) select id, name from up order by depth desc`);
}

const fieldsOf = (tx: Tx, ctx: OrgContext) =>
  tx
    .select({
      id: customField.id,
      label: customField.label,
      kind: customField.kind,
      choices: customField.choices,
      archived: customField.archived,
    })
    .from(customField)
    .where(and(eq(customField.orgId, ctx.orgId), eq(customField.noun, "initiative")))
    .orderBy(asc(customField.position), asc(customField.id));

const peopleOf = (tx: Tx, ctx: OrgContext, id: string) =>
  tx
    .select({ id: membership.id, name: membership.name, role: membership.role })
    .from(initiativePerson)
    .innerJoin(
      membership,
      and(eq(membership.orgId, initiativePerson.orgId), eq(membership.id, initiativePerson.memberId)),
    )
    .where(and(eq(initiativePerson.orgId, ctx.orgId), eq(initiativePerson.initiativeId, id)))
    .orderBy(membership.name);

type People = { sponsorId: string | null; ownerId: string | null; leadId: string | null };

/** An owner edits what they sponsor, own or lead; the other editing roles edit all. Nobody edits the past. */
export function mayEdit({ actor, asOf }: Pick<OrgContext, "actor" | "asOf">, people: People): boolean {
  if (asOf) return false;
  if (actor.kind === "job") return true;
  if (!may(actor, "initiative:edit")) return false;
  return actor.role !== "owner" || [people.sponsorId, people.ownerId, people.leadId].includes(actor.memberId);
}

/**
 * Everything its page shows, in one snapshot. `ref` is the id or the code.
 * @throws AppError NOT_FOUND, also for a restricted one the actor is not named on.
 */
export async function getInitiative(ctx: OrgContext, ref: string) {
  return read(ctx, async (tx) => {
    const [found] = await rowOf(tx, ctx, ref);
    if (!found) throw new AppError("NOT_FOUND", "No such initiative");
    const { timeZone, risks, riskLimits: limits, ...row } = found;
    const [people, versions, recorded, path, fields] = await Promise.all([
      peopleOf(tx, ctx, row.id),
      stageVersions(tx, ctx, row.id),
      recordedBy(tx, ctx, row.id),
      programPath(tx, row.programId),
      fieldsOf(tx, ctx),
    ]);
    const facts = {
      ...row,
      risks,
      riskLimits: limits,
      hasOwner: row.ownerName !== null,
      archived: row.archivedAt !== null,
      models: row.models.filter(({ status }) => status === "live"),
    };
    const { actor } = ctx;
    return {
      ...row,
      people,
      programPath: path,
      fields: fields.filter(({ id, archived }) => !archived || row.custom[id] !== undefined),
      stays: stageStays(versions),
      ...recorded,
      attention: attentionOf(facts, lookFrom(lookedFrom(ctx), timeZone)),
      lookedFrom: lookedFrom(ctx),
      timeZone,
      may: {
        edit: mayEdit(ctx, row) && row.archivedAt === null,
        archive: !ctx.asOf && actor.kind === "user" && may(actor, "initiative:archive"),
      },
    };
  });
}
export type InitiativePage = Awaited<ReturnType<typeof getInitiative>>;

const MOST_SUGGESTIONS = 200;

/** What a form offers: members, programs, custom fields and the words already in use. */
export async function formChoices(ctx: OrgContext) {
  return read(ctx, async (tx) => {
    const words = async (column: "business_unit" | "domain" | "delivery_method") => {
      const name = sql.identifier(column);
      const rows = await tx.execute<{ word: string }>(
        sql`select ${name} as word from ${initiative} where org_id = ${ctx.orgId} and ${name} is not null group by 1 order by count(*) desc, 1 limit ${MOST_SUGGESTIONS}`,
      );
      return rows.map(({ word }) => word);
    };
    const [members, programs, fields, units, domains, methods, tags] = await Promise.all([
      tx
        .select({ id: membership.id, name: membership.name, role: membership.role, active: membership.active })
        .from(membership)
        .where(eq(membership.orgId, ctx.orgId))
        .orderBy(membership.name),
      tx
        .select({ id: program.id, name: program.name, parentId: program.parentId })
        .from(program)
        .where(eq(program.orgId, ctx.orgId))
        .orderBy(program.name),
      fieldsOf(tx, ctx),
      words("business_unit"),
      words("domain"),
      words("delivery_method"),
      tx.execute<{ name: string }>(
        sql`select name from tag where org_id = ${ctx.orgId} group by 1 order by count(*) desc, 1 limit ${MOST_SUGGESTIONS}`,
      ),
    ]);
    return {
      members,
      programs,
      fields: fields.filter(({ archived }) => !archived),
      units,
      domains,
      methods,
      tags: tags.map(({ name }) => name),
    };
  });
}
