import { and, eq } from "drizzle-orm";
import { quota } from "@/db/schema/quota";
import type { QuotaKind } from "@/domain/quota/limit";
import type { OrgContext } from "../context";
import { change } from "../record/change";

/**
 * Sets or lifts limits. What is there already stays, also where it is more. Only the owner's role may: no organisation
 * raises its own.
 */
export function setQuotas(ctx: OrgContext, limits: readonly { kind: QuotaKind; most: number | null }[]): Promise<void> {
  const { orgId } = ctx;
  return change(ctx, { name: "quota.set" }, async (tx) => {
    for (const { kind, most } of limits) {
      if (most === null) await tx.delete(quota).where(and(eq(quota.orgId, orgId), eq(quota.kind, kind)));
      else
        await tx
          .insert(quota)
          .values({ orgId, kind, most })
          .onConflictDoUpdate({ target: [quota.orgId, quota.kind], set: { most } });
    }
  });
}
