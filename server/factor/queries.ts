import { and, asc, eq, sql } from "drizzle-orm";
import { membership, organisation } from "@/db/schema/organisation";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import type { RequestContext, Resolved } from "../trpc/context";
import { factorOf } from "./code/check";

/** The person's own second factor. */
export async function factorState(ctx: RequestContext & { person: Resolved }) {
  const { userId } = ctx.person;
  const factor = await factorOf(ctx, userId);
  const [held] = await ctx.db.sql<{ has: boolean }[]>`
    select password_hash is not null as has from private.person(${userId})`;
  const isOn = Boolean(factor?.confirmed_at);
  return {
    isOn,
    since: factor?.confirmed_at ?? null,
    codesLeft: isOn ? (factor?.codes_left ?? 0) : 0,
    hasPassword: held?.has ?? false,
  };
}

const MOST = 500;

/** Whether the organisation asks for a second factor, and which active members have one; those without come first. */
export function factorOverview(ctx: OrgContext) {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const [rule] = await tx
      .select({ required: organisation.requireFactor, version: organisation.version })
      .from(organisation)
      .where(eq(organisation.orgId, ctx.orgId));
    if (!rule) throw new AppError("NOT_FOUND", "No such organisation");
    const has = sql<boolean>`${membership.userId} in (select private.factored_members())`;
    const rows = await tx
      .select({ id: membership.id, name: membership.name, email: membership.email, has })
      .from(membership)
      .where(and(eq(membership.orgId, ctx.orgId), membership.active))
      .orderBy(has, asc(membership.name), asc(membership.id))
      .limit(MOST);
    const [counts] = await tx
      .select({ total: sql<number>`count(*)::int`, having: sql<number>`(count(*) filter (where ${has}))::int` })
      .from(membership)
      .where(and(eq(membership.orgId, ctx.orgId), membership.active));
    return { ...rule, rows, total: counts?.total ?? 0, having: counts?.having ?? 0 };
  });
}
