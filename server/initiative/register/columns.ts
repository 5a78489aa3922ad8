import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { initiative, program, tag } from "@/db/schema/initiative";
import { type InitiativeAttention, attentionOf, lookFrom } from "@/domain/initiative/attention";
import type { InitiativeStage, InitiativeType } from "@/domain/initiative/choice";
import { INITIATIVE_REGISTER, type InitiativeColumn } from "@/domain/initiative/columns";
import { MODEL_HEALTHS } from "@/domain/metric/health";
import { ATTENTION_REASONS } from "@/domain/pack/standing";
import type { Cell } from "@/domain/table/cell";
import type { OrgContext } from "../../context";
import type { ColumnSql, ServerRegister } from "../../table/register";
import { bulkRules } from "../edit/bulk";
import { type InitiativeModel, linkedModels, tagNames } from "./linked";
import { lead, lookedFrom, ofThisInitiative, owner, reasonConditions, sponsor, standingCase, updatedAt, worstModels, zone } from "./scope";

type Own = Exclude<InitiativeColumn, "model">;

/** A program and everything below it. */
const inPrograms = (ids: readonly string[]): SQL => sql`${initiative.programId} in (with recursive below as (
    select p.id from ${program} p where p.id in ${ids} union select c.id from ${program} c join below on c.parent_id = below.id
  ) select id from below)`;

const person = (id: PgColumn, named: PgColumn, name: PgColumn, join: string): ColumnSql => ({
  value: sql`${id}`,
  named: sql`${named}`,
  label: sql`coalesce(${name}, ${named})`,
  labelNeeds: [join],
});

function columnsOf(ctx: OrgContext): Record<Own, ColumnSql> & { model: ColumnSql } {
  const is = reasonConditions(ctx);
  const reasons = (values: readonly string[]) => {
    const meant = values.includes("any") ? ATTENTION_REASONS : ATTENTION_REASONS.filter((reason) => values.includes(reason));
    return sql`(${sql.join(
      meant.map((reason) => is[reason]),
      sql` or `,
    )})`;
  };
  return {
    code: { value: sql`${initiative.code}`, order: [sql`${initiative.code}`], filled: true },
    title: { value: sql`${initiative.title}`, filled: true },
    unit: { value: sql`${initiative.businessUnit}`, order: [sql`left(${initiative.businessUnit}, 200)`] },
    stage: { value: sql`${initiative.stage}` },
    tier: { value: sql`${initiative.tier}`, bind: Number },
    attention: {
      value: sql`null`,
      dressed: true,
      needs: ["models"],
      is: reasons,
      order: [sql`array_position(array['good', 'watch', 'stale', 'bad'], ${standingCase(ctx)})`],
    },
    model: { value: sql`null`, dressed: true },
    owner: person(initiative.ownerId, initiative.ownerName, owner.name, "owner"),
    sponsor: person(initiative.sponsorId, initiative.sponsorName, sponsor.name, "sponsor"),
    lead: person(initiative.leadId, initiative.leadName, lead.name, "lead"),
    program: { value: sql`${initiative.programId}`, label: sql`${program.name}`, labelNeeds: ["program"], is: inPrograms },
    target: { value: sql`${initiative.targetOn}` },
    start: { value: sql`${initiative.startOn}` },
    updated: { value: updatedAt(ctx) },
    domain: { value: sql`${initiative.domain}` },
    type: { value: sql`${initiative.type}` },
    method: { value: sql`${initiative.deliveryMethod}` },
    tag: {
      value: tagNames,
      tags: sql`select t.name from ${tag} t where t.org_id = ${initiative.orgId} and t.initiative_id = ${initiative.id}`,
    },
    restricted: { value: sql`${initiative.restricted}` },
    problem: { value: sql`${initiative.problem}` },
    outcome: { value: sql`${initiative.outcome}` },
  };
}

const member = (name: "owner" | "sponsor" | "lead", id: PgColumn): SQL =>
  sql`left join membership ${sql.identifier(name)} on ${sql.identifier(name)}.org_id = ${initiative.orgId} and ${sql.identifier(name)}.id = ${id}`;

const EXTRA = {
  code: initiative.code,
  title: initiative.title,
  businessUnit: initiative.businessUnit,
  domain: initiative.domain,
  type: initiative.type,
  tier: initiative.tier,
  stage: initiative.stage,
  deliveryMethod: initiative.deliveryMethod,
  ownerId: initiative.ownerId,
  ownerName: sql`coalesce(${owner.name}, ${initiative.ownerName})`,
  sponsorName: sql`coalesce(${sponsor.name}, ${initiative.sponsorName})`,
  leadName: sql`coalesce(${lead.name}, ${initiative.leadName})`,
  programId: initiative.programId,
  programName: program.name,
  startOn: initiative.startOn,
  targetOn: initiative.targetOn,
  restricted: initiative.restricted,
  archivedAt: initiative.archivedAt,
  tags: tagNames,
  models: linkedModels,
  timeZone: zone,
} as const;

/** What a row of the register carries beside its cells. */
export type InitiativeExtra = {
  code: string;
  title: string;
  businessUnit: string | null;
  domain: string | null;
  type: InitiativeType | null;
  tier: number | null;
  stage: InitiativeStage | null;
  deliveryMethod: string | null;
  ownerId: string | null;
  ownerName: string | null;
  sponsorName: string | null;
  leadName: string | null;
  programId: string | null;
  programName: string | null;
  startOn: string | null;
  targetOn: string | null;
  restricted: boolean;
  archivedAt: Date | null;
  updatedAt: Date;
  tags: string[];
  models: InitiativeModel[];
  attention: InitiativeAttention;
};

type Raw = Omit<InitiativeExtra, "archivedAt" | "updatedAt" | "models" | "attention"> & {
  archivedAt: string | null;
  updatedAt: string;
  models: (Omit<InitiativeModel, "since"> & { since: string | null })[];
  timeZone: string;
};

function dress(ctx: OrgContext, given: Readonly<Record<string, unknown>>): { extra: InitiativeExtra; cells: Record<string, Cell> } {
  const { timeZone, ...raw } = given as unknown as Raw;
  const row = {
    code: raw.code,
    title: raw.title,
    businessUnit: raw.businessUnit,
    domain: raw.domain,
    type: raw.type,
    tier: raw.tier,
    stage: raw.stage,
    deliveryMethod: raw.deliveryMethod,
    ownerId: raw.ownerId,
    ownerName: raw.ownerName,
    sponsorName: raw.sponsorName,
    leadName: raw.leadName,
    programId: raw.programId,
    programName: raw.programName,
    startOn: raw.startOn,
    targetOn: raw.targetOn,
    restricted: raw.restricted,
    archivedAt: raw.archivedAt === null ? null : new Date(raw.archivedAt),
    updatedAt: new Date(raw.updatedAt),
    tags: raw.tags,
    models: raw.models.map((each) => ({ ...each, since: each.since === null ? null : new Date(each.since) })),
  };
  const live = row.models.filter(({ status }) => status === "live");
  const facts = { ...row, hasOwner: row.ownerName !== null, archived: row.archivedAt !== null, models: live };
  const attention = attentionOf(facts, lookFrom(lookedFrom(ctx), timeZone));
  const worst = MODEL_HEALTHS.find((health) => live.some((each) => each.health === health)) ?? null;
  const cells = { attention: [...new Set(attention.reasons.map(({ reason }) => reason))], model: worst };
  return { extra: { ...row, attention }, cells };
}

/** The register of initiatives in SQL. */
export const initiativeRegister: ServerRegister<InitiativeExtra> = {
  declaration: INITIATIVE_REGISTER,
  permission: "initiative:read",
  table: initiative,
  columns: columnsOf,
  joins: {
    models: sql`left join ${worstModels} on ${ofThisInitiative}`,
    owner: member("owner", initiative.ownerId),
    sponsor: member("sponsor", initiative.sponsorId),
    lead: member("lead", initiative.leadId),
    program: sql`left join ${program} on ${program.orgId} = ${initiative.orgId} and ${program.id} = ${initiative.programId}`,
  },
  name: sql`${initiative.code} || ' ' || ${initiative.title}`,
  custom: initiative.custom,
  archivedAt: initiative.archivedAt,
  extra: (ctx) => ({
    select: { ...wrapped, updatedAt: updatedAt(ctx) },
    needs: ["owner", "sponsor", "lead", "program"],
  }),
  dress,
  rules: bulkRules,
};

const wrapped: Record<string, SQL> = Object.fromEntries(
  Object.entries(EXTRA).map(([name, value]) => [name, sql`${value}`]),
);
