import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { change } from "@/db/schema/change";
import type { NotificationDetail } from "@/db/schema/notification";
import type { NotificationKind } from "@/domain/notification/kind";
import type { SubjectRef } from "@/domain/subject/subject";
import type { OrgContext } from "../../context";
import { decidersOf, raisedTo } from "../../risk/told/queries";

/** Something that happened to a record. `to`: the members it is about themselves; else whoever follows the record hears of it. */
export type Happening = {
  kind: NotificationKind;
  about: SubjectRef;
  detail: NotificationDetail;
  to?: readonly string[];
};
export type Cause = { id: string; actorId: string | null; actorName: string; at: Date };

export async function causeOf(tx: Tx, { orgId }: OrgContext, changeId: string): Promise<Cause | null> {
  const [found] = await tx
    .select({ id: change.id, actorId: change.actorId, actorName: change.actorName, at: change.at })
    .from(change)
    .where(and(eq(change.orgId, orgId), eq(change.id, changeId)));
  return found ?? null;
}

/** Comments of the change that still stand: who is newly named, and, of a new one, that it was written. */
async function saidIn(tx: Tx, { orgId }: OrgContext, changeId: string): Promise<Happening[]> {
  const rows = await tx.execute<{
    id: string;
    noun: SubjectRef["noun"];
    aboutId: string;
    version: number;
    mentions: { memberId: string }[];
    before: { memberId: string }[];
  }>(sql`select v.id, v.about_noun as noun, v.about_id as "aboutId", v.version, v.mentions, coalesce(b.mentions, '[]') as before
    from history.comment v join public.comment c on c.org_id = v.org_id and c.id = v.id and c.deleted_at is null
      left join history.comment b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
    where v.org_id = ${orgId} and v.change_id = ${changeId}::uuid`);
  return rows.flatMap(({ id, noun, aboutId, version, mentions, before: held }) => {
    const about = { noun, id: aboutId };
    const detail = { commentId: id };
    const named = mentions.map(({ memberId }) => memberId).filter((each) => !held.some((was) => was.memberId === each));
    const told: Happening[] = named.length ? [{ kind: "mention", about, detail, to: named }] : [];
    return version === 1 ? [...told, { kind: "comment" as const, about, detail }] : told;
  });
}

/** Initiatives of the change that moved to another stage or got another owner. */
async function movedIn(tx: Tx, { orgId }: OrgContext, changeId: string): Promise<Happening[]> {
  const rows = await tx.execute<{
    id: string;
    made: boolean;
    from: string | null;
    to: string | null;
    owner: string | null;
    had: string | null;
  }>(sql`select v.id, b.id is null as made, b.stage as "from", v.stage as "to", v.owner_id as owner, b.owner_id as had
    from history.initiative v left join history.initiative b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
    where v.org_id = ${orgId} and v.change_id = ${changeId}::uuid
      and (v.stage is distinct from b.stage or v.owner_id is distinct from b.owner_id) order by v.code`);
  return rows.flatMap(({ id, made, from, to, owner, had }) => {
    const about = { noun: "initiative" as const, id };
    const moved: Happening[] = !made && from !== to ? [{ kind: "stage", about, detail: { from, to } }] : [];
    return owner && owner !== had ? [...moved, { kind: "owner" as const, about, detail: {}, to: [owner] }] : moved;
  });
}

/** Models that raised an alert in the change, each with its gravest. */
async function raisedIn(tx: Tx, { orgId }: OrgContext, changeId: string): Promise<Happening[]> {
  const rows = await tx.execute<{ id: string; level: string }>(sql`
    select distinct on (v.model_id) v.model_id as id, v.level from history.alert v
    where v.org_id = ${orgId} and v.change_id = ${changeId}::uuid and v.closed_at is null
      and not exists (select 1 from history.alert b where b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from)
    order by v.model_id, array_position(array['critical', 'warning', 'no_data'], v.level)`);
  return rows.map(({ id, level }) => ({ kind: "alert", about: { noun: "model", id }, detail: { level } }));
}

/** Risks that a rule raised in the change, each to the people on its level. */
async function risksRaisedIn(tx: Tx, ctx: OrgContext, changeId: string): Promise<Happening[]> {
  const [found] = await tx
    .select({ action: change.action, detail: change.detail })
    .from(change)
    .where(and(eq(change.orgId, ctx.orgId), eq(change.id, changeId), eq(change.action, "risk.escalate")));
  if (!found) return [];
  return (await raisedTo(tx, ctx, found.detail)).map(({ riskId, rule, level, to }) => ({
    ...{ kind: "raised", about: { noun: "risk", id: riskId }, detail: { rule, to: level }, to },
  }));
}

type Given = { riskId: string; owner: string };

/** Risks of the change that got another owner, and responses that did. */
async function risksOwnedIn(tx: Tx, { orgId }: OrgContext, changeId: string): Promise<Happening[]> {
  const [risks, responses] = await Promise.all([
    tx.execute<Given>(sql`select v.id as "riskId", v.owner_id as owner
      from history.risk v left join history.risk b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
      where v.org_id = ${orgId} and v.change_id = ${changeId}::uuid and v.owner_id is not null
        and v.owner_id is distinct from b.owner_id order by v.number`),
    tx.execute<Given>(sql`select distinct v.risk_id as "riskId", v.owner_id as owner
      from history.response_action v left join history.response_action b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
      where v.org_id = ${orgId} and v.change_id = ${changeId}::uuid and v.owner_id is not null and v.done_on is null
        and v.owner_id is distinct from b.owner_id`),
  ]);
  const told = (kind: "owner" | "action", rows: readonly Given[]): Happening[] =>
    rows.map(({ riskId, owner }) => ({ kind, about: { noun: "risk", id: riskId }, detail: {}, to: [owner] }));
  return [...told("owner", risks), ...told("action", responses)];
}

/** Acceptances that the change proposed, decided, took back, or found ended, near their end or stale. */
async function acceptancesIn(tx: Tx, ctx: OrgContext, changeId: string): Promise<Happening[]> {
  type Step = { riskId: string; step: string; proposedBy: string; decidedBy: string | null; ownerId: string | null };
  const rows = await tx.execute<Step>(sql`
    select v.risk_id as "riskId", v.proposed_by as "proposedBy", v.decided_by as "decidedBy", r.owner_id as "ownerId",
      case when v.expired_on is not null then 'expired' when v.stale_on is not null and b.stale_on is null then 'stale'
        when v.ending_on is not null and b.ending_on is null then 'ending' else coalesce(v.decision, 'proposed') end as step
    from history.risk_acceptance v join public.risk r on r.org_id = v.org_id and r.id = v.risk_id
      left join history.risk_acceptance b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
    where v.org_id = ${ctx.orgId} and v.change_id = ${changeId}::uuid
      and (b.stale_on is null or v.stale_on is not null or v.decision is distinct from b.decision)`);
  const deciders = await decidersOf(
    tx,
    ctx,
    rows.filter(({ step }) => step === "proposed").map(({ riskId }) => riskId),
  );
  return rows.map(({ riskId, step, proposedBy, decidedBy, ownerId }) => {
    const accepted = step === "stale" || step === "ending" ? decidedBy : null;
    const concerned = [proposedBy, ownerId, accepted].filter((each) => each !== null);
    const to = step === "proposed" ? (deciders.get(riskId) ?? []) : [...new Set(concerned)];
    return { kind: "acceptance", about: { noun: "risk", id: riskId }, detail: { step }, to };
  });
}

/** Everything in a change that somebody may want to hear of. A noun that is worth telling of adds its part here. */
export async function happeningsIn(tx: Tx, ctx: OrgContext, changeId: string): Promise<Happening[]> {
  const found = await Promise.all(
    [saidIn, movedIn, raisedIn, risksOwnedIn, risksRaisedIn, acceptancesIn].map((part) => part(tx, ctx, changeId)),
  );
  return found.flat();
}
