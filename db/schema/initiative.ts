import { type SQL, sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  jsonb,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { INITIATIVE_STAGES, INITIATIVE_TYPES } from "@/domain/initiative/choice";
import { id, instant, orgId, recorded, version } from "../columns";
import { membership } from "./organisation";

export const programColumns = () => ({
  orgId: orgId(),
  id: id(),
  parentId: uuid(),
  name: text().notNull(),
  directorId: uuid(), // to whom risks of the program are raised; null = the program above, at last the program office
  version: version(),
});
export const program = recorded("program", programColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  foreignKey({ name: "program_parent", columns: [t.orgId, t.parentId], foreignColumns: [t.orgId, t.id] }),
  foreignKey({
    name: "program_director",
    columns: [t.orgId, t.directorId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  uniqueIndex("program_name").on(t.orgId, t.name),
]);

export const initiativeColumns = () => ({
  orgId: orgId(),
  id: id(),
  code: text().notNull(),
  title: text().notNull(),
  problem: text(),
  outcome: text(),
  businessUnit: text(),
  domain: text(),
  type: text({ enum: INITIATIVE_TYPES }),
  tier: smallint(), // 1-3, null = unrated
  stage: text({ enum: INITIATIVE_STAGES }), // null = not stated
  stageSince: instant(), // set by trigger when the stage changes
  deliveryMethod: text(),
  sponsorId: uuid(),
  ownerId: uuid(),
  leadId: uuid(),
  sponsorName: text(), // a name that matches no member, as imported
  ownerName: text(),
  leadName: text(),
  startOn: date({ mode: "string" }),
  targetOn: date({ mode: "string" }),
  programId: uuid(),
  restricted: boolean().notNull().default(false),
  custom: jsonb().$type<Record<string, string>>().notNull().default({}), // custom_field.id -> value
  source: jsonb().$type<Record<string, string>>().notNull().default({}), // field -> imported text where it differs from the value
  archivedAt: instant(),
  version: version(),
});
export const initiative = recorded("initiative", initiativeColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("initiative_code").on(t.orgId, t.code),
  // By program, so that the programs with their counts read nothing but this.
  index("initiative_current")
    .on(t.orgId, t.programId, t.id)
    .where(sql`archived_at is null and stage is distinct from 'retired'`),
  index("initiative_active").on(t.orgId, t.id).where(sql`archived_at is null`), // counts read nothing but this
  index("initiative_title").on(t.orgId, sql`lower(left(title, 200))`, t.id),
  index("initiative_stage").on(t.orgId, t.stage, t.id),
  index("initiative_tier").on(t.orgId, t.tier, t.id),
  index("initiative_unit").on(t.orgId, sql`left(business_unit, 200)`, t.id),
  index("initiative_target").on(t.orgId, t.targetOn, t.id),
  index("initiative_start").on(t.orgId, t.startOn, t.id),
  index("initiative_owner").on(t.orgId, t.ownerId, t.id),
  foreignKey({
    name: "initiative_program",
    columns: [t.orgId, t.programId],
    foreignColumns: [program.orgId, program.id],
  }),
  foreignKey({
    name: "initiative_sponsor_fk",
    columns: [t.orgId, t.sponsorId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  foreignKey({
    name: "initiative_owner_fk",
    columns: [t.orgId, t.ownerId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  foreignKey({
    name: "initiative_lead_fk",
    columns: [t.orgId, t.leadId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("initiative_tier_range", sql`${t.tier} between 1 and 3`),
  check("initiative_title_filled", sql`${t.title} <> ''`),
]);

/** Active, as `isActive()` says it: one condition for every count. An index of its own answers it. */
export const isActiveInitiative: SQL = sql`${initiative.archivedAt} is null and ${initiative.stage} is distinct from 'retired'`;

export const tagColumns = () => ({ orgId: orgId(), initiativeId: uuid().notNull(), name: text().notNull() });
export const tag = recorded("tag", tagColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.initiativeId, t.name] }),
  index("tag_name").on(t.orgId, t.name),
  foreignKey({
    name: "tag_initiative",
    columns: [t.orgId, t.initiativeId],
    foreignColumns: [initiative.orgId, initiative.id],
  }),
]);

/** People named on a restricted initiative beyond its sponsor, owner and lead. */
export const initiativePersonColumns = () => ({
  orgId: orgId(),
  initiativeId: uuid().notNull(),
  memberId: uuid().notNull(),
});
export const initiativePerson = recorded("initiative_person", initiativePersonColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.initiativeId, t.memberId] }),
  foreignKey({
    name: "person_initiative",
    columns: [t.orgId, t.initiativeId],
    foreignColumns: [initiative.orgId, initiative.id],
  }),
  foreignKey({
    name: "person_member",
    columns: [t.orgId, t.memberId],
    foreignColumns: [membership.orgId, membership.id],
  }),
]);
