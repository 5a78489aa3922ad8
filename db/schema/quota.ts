import { sql } from "drizzle-orm";
import { bigint, check, primaryKey, text } from "drizzle-orm/pg-core";
import { QUOTA_KINDS } from "@/domain/quota/limit";
import { orgId, recorded, version } from "../columns";

/** How much an organisation may hold, by kind; without a row there is no limit. Set by the owner's role alone. */
export const quotaColumns = () => ({
  orgId: orgId(),
  kind: text({ enum: QUOTA_KINDS }).notNull(),
  most: bigint({ mode: "number" }).notNull(), // documents: bytes
  version: version(),
});
export const quota = recorded("quota", quotaColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.kind] }),
  check("quota_kind", sql.raw(`kind in (${QUOTA_KINDS.map((kind) => `'${kind}'`).join(", ")})`)),
  check("quota_most", sql`${t.most} >= 0`),
]);
