import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk } from "@/db/schema/risk";
import type { RiskLevel } from "@/domain/risk/columns";
import type { ColumnSql } from "../../table/register";

/** A table whose rows stand on a program, an initiative, a model or the portfolio, and have an owner. */
type Placed = Record<"orgId" | "programId" | "initiativeId" | "modelId" | "countsOnId" | "ownerId", PgColumn>;

const programOf = ({ programId }: Placed): SQL => sql`coalesce(${programId}, ${initiative.programId})`;

const levelOf = ({ modelId, initiativeId, programId }: Placed): SQL =>
  sql`case when ${modelId} is not null then 'model' when ${initiativeId} is not null then 'initiative' when ${programId} is not null then 'program' else 'portfolio' end`;

/** Where a row stands and whose it is, as columns. */
export const placeColumns = (
  of: Placed,
): Record<"owner" | "level" | "initiative" | "model" | "program", ColumnSql> => ({
  owner: { value: sql`${of.ownerId}`, label: sql`owner.name`, labelNeeds: ["owner"] },
  level: { value: levelOf(of) },
  initiative: {
    value: sql`${of.countsOnId}`,
    label: sql`${initiative.code} || ' ' || left(${initiative.title}, 120)`,
    labelNeeds: ["initiative"],
  },
  model: { value: sql`${of.modelId}`, label: sql`${model.name}`, labelNeeds: ["model"] },
  program: {
    value: programOf(of),
    label: sql`${program.name}`,
    needs: ["initiative"],
    labelNeeds: ["program"],
    is: (ids) => sql`${programOf(of)} in (with recursive below as (
      select p.id from ${program} p where p.id in ${ids} union select c.id from ${program} c join below on c.parent_id = below.id
    ) select id from below)`,
  },
});

export const placeJoins = (of: Placed): Record<string, SQL> => ({
  owner: sql`left join membership owner on owner.org_id = ${of.orgId} and owner.id = ${of.ownerId}`,
  initiative: sql`left join ${initiative} on ${initiative.orgId} = ${of.orgId} and ${initiative.id} = ${of.countsOnId}`,
  model: sql`left join ${model} on ${model.orgId} = ${of.orgId} and ${model.id} = ${of.modelId}`,
  program: sql`left join ${program} on ${program.orgId} = ${of.orgId} and ${program.id} = ${programOf(of)}`,
});

/** The risk a row names. */
export const riskColumn = (riskId: PgColumn): ColumnSql => ({
  value: sql`${riskId}`,
  label: sql`named.code || ' ' || left(named.title, 120)`,
  labelNeeds: ["risk"],
});
export const riskJoin = (of: Placed, riskId: PgColumn): SQL =>
  sql`left join ${risk} named on named.org_id = ${of.orgId} and named.id = ${riskId}`;

/** What rows of these registers carry beside their cells. */
export type PlaceExtra = {
  code: string;
  ownerId: string | null;
  ownerName: string | null;
  level: RiskLevel;
  initiativeId: string | null;
  initiativeCode: string | null;
  initiativeTitle: string | null;
  modelId: string | null;
  modelName: string | null;
};

export const placeExtra = (of: Placed & { code: PgColumn }): Record<keyof PlaceExtra, SQL> => ({
  code: sql`${of.code}`,
  ownerId: sql`${of.ownerId}`,
  ownerName: sql`owner.name`,
  level: levelOf(of),
  initiativeId: sql`${initiative.id}`,
  initiativeCode: sql`${initiative.code}`,
  initiativeTitle: sql`left(${initiative.title}, 120)`,
  modelId: sql`${of.modelId}`,
  modelName: sql`${model.name}`,
});
export const PLACE_NEEDS = ["owner", "initiative", "model"];

/** Makes a row's extras of what was selected under their names. */
export const dressed =
  <Extra>(names: readonly string[]) =>
  (_ctx: unknown, given: Readonly<Record<string, unknown>>) => ({
    extra: Object.fromEntries(names.map((name) => [name, given[name] ?? null])) as Extra,
    cells: {},
  });
