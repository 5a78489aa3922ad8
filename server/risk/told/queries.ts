import { z } from "zod";
import type { Tx } from "@/db/client";
import { AUTHORITY_ROLES, type AuthorityRole } from "@/domain/risk/authority";
import type { OrgContext } from "../../context";
import { neededFor } from "../accept/queries";
import { peopleAt, rosterIn } from "../level/queries";
import { policyIn, standingsIn } from "../standing/queries";

/** What a change that raised risks keeps of it. Ids and choices only. */
export const raisedDetail = z.object({
  raised: z.array(z.object({ riskId: z.uuid(), rule: z.string(), to: z.enum(AUTHORITY_ROLES) })),
});
export type RaisedDetail = z.infer<typeof raisedDetail>;

type RaisedTo = { riskId: string; rule: string; level: AuthorityRole; to: string[] };

/** To whom the risks of a change were raised: the people on the level as it is filled now. */
export async function raisedTo(tx: Tx, ctx: OrgContext, detail: unknown): Promise<RaisedTo[]> {
  const { raised } = raisedDetail.safeParse(detail).data ?? { raised: [] };
  const policy = await policyIn(tx, ctx);
  const ids = [...new Set(raised.map(({ riskId }) => riskId))];
  const places = new Map((await standingsIn(tx, ctx, ids, policy.today)).map(({ id, place }) => [id, place]));
  const roster = await rosterIn(tx, ctx);
  return raised.flatMap(({ riskId, rule, to: level }) => {
    const place = places.get(riskId);
    return place ? [{ riskId, rule, level, to: peopleAt(level, place, roster) }] : [];
  });
}

/** Who may be asked to accept each of these risks: the people on the level that owns it. */
export async function decidersOf(tx: Tx, ctx: OrgContext, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const policy = await policyIn(tx, ctx);
  const [standings, roster] = await Promise.all([standingsIn(tx, ctx, ids, policy.today), rosterIn(tx, ctx)]);
  return new Map(
    standings.map((standing) => {
      const needed = neededFor(standing, policy);
      return [standing.id, needed ? peopleAt(needed.role, standing.place, roster) : []];
    }),
  );
}
