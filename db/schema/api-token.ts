import { foreignKey, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, orgId, recorded, version } from "../columns";
import { membership } from "./organisation";

export const apiTokenColumns = () => ({
  orgId: orgId(),
  id: id(),
  memberId: uuid().notNull(),
  name: text().notNull(),
  tokenHash: text().notNull(), // SHA-256 of the token, hex
  hint: text().notNull(), // its last four characters, to tell tokens apart
  scopes: text().array().notNull(), // permissions
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
  version: version(),
});
/** Read before the organisation is known, by a policy on the token's hash; when it was last used is not recorded. */
export const apiToken = recorded("api_token", apiTokenColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("api_token_hash").on(t.tokenHash),
  foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [membership.orgId, membership.id] }),
]);
