import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { quota } from "@/db/schema/quota";
import { POINTS_COUNTED, QUOTA_KINDS, type QuotaKind } from "@/domain/quota/limit";
import { env } from "@/env";
import type { OrgContext } from "../context";
import { read } from "../record/read";

const MB = 1_000_000;

/** Documents have a limit for every organisation that has none of its own. */
const limitForAll = (kind: QuotaKind): number | null => (kind === "documents" ? env().DOCUMENT_QUOTA_MB * MB : null);

/** How much of a kind the organisation may hold; null: no limit. */
export async function limitOf(tx: Tx, { orgId }: Pick<OrgContext, "orgId">, kind: QuotaKind): Promise<number | null> {
  const [own] = await tx
    .select({ most: quota.most })
    .from(quota)
    .where(and(eq(quota.orgId, orgId), eq(quota.kind, kind)));
  return own?.most ?? limitForAll(kind);
}

/** How much of a kind it holds, whoever may see it; points up to one more than their limit. */
export async function heldOf(tx: Tx, kind: QuotaKind, most: number | null): Promise<number> {
  const upTo = most ?? POINTS_COUNTED;
  const [row] = await tx.execute<{ used: string }>(sql`select private.quota_use(${kind}, ${upTo}) as used`);
  return Number(row?.used ?? 0);
}

export type Quota = { kind: QuotaKind; used: number; most: number | null };

/** What the organisation holds now and may hold, kind by kind. */
export function listQuotas(ctx: OrgContext): Promise<Quota[]> {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const found: Quota[] = [];
    for (const kind of QUOTA_KINDS) {
      const most = await limitOf(tx, ctx, kind);
      found.push({ kind, most, used: await heldOf(tx, kind, most) });
    }
    return found;
  });
}
