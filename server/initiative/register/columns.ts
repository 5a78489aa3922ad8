import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { initiative, program, tag } from "@/db/schema/initiative";
import { INITIATIVE_REGISTER, type InitiativeColumn } from "@/domain/initiative/columns";
import { ATTENTION_REASONS } from "@/domain/pack/standing";
import type { OrgContext } from "../../context";
import { riskFlags } from "../../risk/attention/queries";
import type { ColumnSql, ServerRegister } from "../../table/register";
import { bulkRules } from "../edit/bulk";
import { dress, extraSelect, type InitiativeExtra } from "./extra";
import { tagNames } from "./linked";
import {
  held,
  lead,
  ofThisInitiative,
  owner,
  reasonConditions,
  sponsor,
  standingOfReasons,
  standingRank,
  worstHealth,
  worstModels,
} from "./scope";

type Own = Exclude<InitiativeColumn, "model" | "course">;

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
    const meant = values.includes("any")
      ? ATTENTION_REASONS
      : ATTENTION_REASONS.filter((reason) => values.includes(reason));
    return sql`(${sql.join(
      meant.map((reason) => is[reason]),
      sql` or `,
    )})`;
  };
  return {
    code: { value: sql`${initiative.code}`, order: [sql`${initiative.code}`], filled: true, dressed: true },
    title: { value: sql`${initiative.title}`, filled: true, dressed: true },
    unit: {
      value: sql`${initiative.businessUnit}`,
      order: [sql`left(${initiative.businessUnit}, 200)`],
      dressed: true,
    },
    stage: { value: sql`${initiative.stage}`, dressed: true },
    tier: { value: sql`${initiative.tier}`, bind: Number, dressed: true },
    attention: {
      value: sql`array_remove(array[${sql.join(
        ATTENTION_REASONS.map((reason) => sql`case when ${is[reason]} then ${reason} end`),
        sql`, `,
      )}], null)`,
      dressed: true,
      needs: ["models", "changed", "risks"],
      is: reasons,
      order: [standingRank(standingOfReasons(is))],
    },
    model: { value: worstHealth, dressed: true },
    owner: { ...person(initiative.ownerId, initiative.ownerName, owner.name, "owner"), dressed: true },
    sponsor: person(initiative.sponsorId, initiative.sponsorName, sponsor.name, "sponsor"),
    lead: person(initiative.leadId, initiative.leadName, lead.name, "lead"),
    program: {
      value: sql`${initiative.programId}`,
      label: sql`${program.name}`,
      labelNeeds: ["program"],
      is: inPrograms,
    },
    target: { value: sql`${initiative.targetOn}`, dressed: true },
    start: { value: sql`${initiative.startOn}` },
    updated: { value: sql`changed.recorded_from`, needs: ["changed"], dressed: true },
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

/** The register of initiatives in SQL. */
export const initiativeRegister: ServerRegister<InitiativeExtra> = {
  declaration: INITIATIVE_REGISTER,
  permission: "initiative:read",
  table: initiative,
  columns: columnsOf,
  joins: (ctx) => ({
    // Lateral with a limit, so that each row asks the index: on tables without statistics, as after a first import, a plain join
    // compares every row with every other.
    changed: sql`left join lateral (select h.recorded_from from history.initiative h
      where h.org_id = ${initiative.orgId} and h.id = ${initiative.id} and ${held(ctx)} limit 1) changed on true`,
    models: sql`left join ${worstModels} on ${ofThisInitiative}`,
    risks: sql`left join ${riskFlags(ctx)} on k.initiative_id = ${initiative.id}`,
    owner: member("owner", initiative.ownerId),
    sponsor: member("sponsor", initiative.sponsorId),
    lead: member("lead", initiative.leadId),
    program: sql`left join ${program} on ${program.orgId} = ${initiative.orgId} and ${program.id} = ${initiative.programId}`,
  }),
  name: sql`${initiative.code} || ' ' || ${initiative.title}`,
  named: "title",
  parts: [{ table: "tag", column: "initiative_id" }],
  custom: initiative.custom,
  archivedAt: initiative.archivedAt,
  extra: (ctx) => ({ select: extraSelect(ctx), needs: ["owner", "changed"] }),
  dress,
  rules: bulkRules,
};
