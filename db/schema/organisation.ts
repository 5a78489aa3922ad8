import { sql } from "drizzle-orm";
import { boolean, check, primaryKey, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { ROLES } from "@/domain/access/permission";
import { id, instant, operational, orgId, recorded, version } from "../columns";

export const organisationColumns = () => ({
  orgId: orgId(),
  slug: text().notNull(),
  name: text().notNull(),
  timeZone: text().notNull().default("UTC"),
  currency: text().notNull().default("USD"),
  fiscalYearStart: smallint().notNull().default(1), // month 1-12
  locale: text().notNull().default("en-US"),
  sample: boolean().notNull().default(false), // a sample may be seeded into the past and removed
  requireFactor: boolean().notNull().default(false), // members need a second factor to see anything
  version: version(),
});
export const organisation = recorded("organisation", organisationColumns, (t) => [
  primaryKey({ columns: [t.orgId] }),
  uniqueIndex("organisation_slug").on(t.slug),
  check("organisation_fiscal_year_start", sql`${t.fiscalYearStart} between 1 and 12`),
  check("organisation_slug_form", sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{1,62}$'`),
]);

export const membershipColumns = () => ({
  orgId: orgId(),
  id: id(),
  userId: uuid().notNull(), // private.user
  name: text().notNull(),
  email: text().notNull(),
  role: text({ enum: ROLES }).notNull(),
  active: boolean().notNull().default(true),
  version: version(),
});
export const membership = recorded("membership", membershipColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("membership_user").on(t.orgId, t.userId),
  check("membership_role", sql.raw(`role in (${ROLES.map((role) => `'${role}'`).join(", ")})`)),
]);

export const invitationColumns = () => ({
  orgId: orgId(),
  id: id(),
  email: text().notNull(),
  name: text().notNull(),
  role: text({ enum: ROLES }).notNull(),
  tokenHash: text().notNull(), // SHA-256 of the link's token, hex
  expiresAt: instant().notNull(),
  acceptedAt: instant(),
  revokedAt: instant(),
  invitedBy: uuid(),
  version: version(),
});
export const invitation = recorded("invitation", invitationColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("invitation_token").on(t.tokenHash),
]);

/** Preferences of one member that nobody decides on: not recorded. */
export const memberPreference = operational(
  "member_preference",
  () => ({ orgId: orgId(), memberId: uuid().notNull(), key: text().notNull(), value: text().notNull() }),
  (t) => [primaryKey({ columns: [t.orgId, t.memberId, t.key] })],
);
