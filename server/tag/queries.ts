import { and, asc, eq, sql } from "drizzle-orm";
import { tag } from "@/db/schema/initiative";
import { TAG_PAGE, type TagList } from "@/domain/tag/input";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";

/** The organisation's tags with how many initiatives have each, of those the reader may see. Two statements. */
export function listTags(ctx: OrgContext, { q, page }: TagList) {
  return read(ctx, async (tx) => {
    const pattern = `%${q.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const wanted = and(eq(tag.orgId, ctx.orgId), q ? sql`lower(${tag.name}) like ${pattern}` : undefined);
    const rows = await tx
      .select({ name: tag.name, initiatives: sql<number>`count(*)::int` })
      .from(tag)
      .where(wanted)
      .groupBy(tag.name)
      .orderBy(asc(sql`lower(${tag.name})`), asc(tag.name))
      .limit(TAG_PAGE)
      .offset((page - 1) * TAG_PAGE);
    const [count] = await tx.execute<{ total: number; once: number }>(sql`
      select count(*)::int as total, (count(*) filter (where n = 1))::int as once
      from (select count(*) as n from ${tag} where ${wanted} group by name) as each`);
    return {
      rows,
      total: count?.total ?? 0,
      once: count?.once ?? 0,
      page,
      pageSize: TAG_PAGE,
      mayManage: !ctx.asOf && ctx.actor.kind === "user" && may(ctx.actor, "tag:manage"),
    };
  });
}
