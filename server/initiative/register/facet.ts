import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, program, tag } from "@/db/schema/initiative";
import {
  INITIATIVE_STAGE_LABELS,
  INITIATIVE_STAGES,
  INITIATIVE_TYPE_LABELS,
  INITIATIVE_TYPES,
} from "@/domain/initiative/choice";
import type { FacetInput } from "@/domain/initiative/register";
import { ATTENTION_LABELS, type FilterKey, NOT_STATED } from "@/domain/initiative/register-choice";
import { ATTENTION_REASONS } from "@/domain/pack/standing";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { conditionOf, isFound, searched } from "./condition";
import { ofThisInitiative, owner, reasonConditions, worstModels } from "./scope";

const MOST_CHOICES = 100;

export type Choice = { value: string; label: string; count: number };

type Grouped = { value: string | null; label: string | null; count: number };

const FIXED: Partial<
  Record<FilterKey, { values: readonly string[]; label: (value: string) => string; empty: string }>
> = {
  stage: { values: INITIATIVE_STAGES, label: (value) => INITIATIVE_STAGE_LABELS[value as "idea"], empty: "Not stated" },
  type: { values: INITIATIVE_TYPES, label: (value) => INITIATIVE_TYPE_LABELS[value as "agent"], empty: "Not stated" },
  tier: { values: ["1", "2", "3"], label: (value) => `Tier ${value}`, empty: "Unrated" },
};

const OPEN: Record<"unit" | "owner" | "program" | "tag", { value: SQL; label: SQL; empty: string }> = {
  unit: { value: sql`${initiative.businessUnit}`, label: sql`${initiative.businessUnit}`, empty: "Not stated" },
  owner: {
    value: sql`coalesce(${initiative.ownerId}::text, ${initiative.ownerName})`,
    label: sql`coalesce(${owner.name}, ${initiative.ownerName})`,
    empty: "Nobody",
  },
  program: { value: sql`${initiative.programId}::text`, label: sql`${program.name}`, empty: "None" },
  tag: { value: sql`t.name`, label: sql`t.name`, empty: "" },
};

function from(ctx: OrgContext, input: FacetInput): SQL {
  const joins = [
    input.q ? sql`join ${searched(input.q)} on ${isFound}` : undefined,
    sql`left join ${worstModels} on ${ofThisInitiative}`,
    input.facet === "owner"
      ? sql`left join membership "owner" on ${and(eq(owner.orgId, initiative.orgId), eq(owner.id, initiative.ownerId))}`
      : undefined,
    input.facet === "program"
      ? sql`left join ${program} on ${and(eq(program.orgId, initiative.orgId), eq(program.id, initiative.programId))}`
      : undefined,
    input.facet === "tag"
      ? sql`join ${tag} t on t.org_id = ${initiative.orgId} and t.initiative_id = ${initiative.id}`
      : undefined,
  ].filter((join) => join !== undefined);
  return sql`from ${initiative} ${sql.join(joins, sql` `)} where ${conditionOf(ctx, input, input.facet)}`;
}

const group = async (tx: Tx, value: SQL, label: SQL, rest: SQL): Promise<Grouped[]> =>
  tx.execute<Grouped>(sql`select ${value} as value, ${label} as label, count(*)::int as count ${rest}`);

/** The choices of one filter with the rows each would leave, the other filters holding. One query. */
export async function listChoices(ctx: OrgContext, input: FacetInput): Promise<Choice[]> {
  const { facet } = input;
  if (facet === "attention") return attentionChoices(ctx, input);
  const fixed = FIXED[facet];
  if (fixed) {
    const column = facet === "stage" ? initiative.stage : facet === "type" ? initiative.type : initiative.tier;
    const rows = await read(ctx, (tx) =>
      group(tx, sql`${column}::text`, sql`null::text`, sql`${from(ctx, input)} group by 1`),
    );
    const counts = new Map(rows.map(({ value, count }) => [value, count]));
    const stated = fixed.values.map((value) => ({ value, label: fixed.label(value), count: counts.get(value) ?? 0 }));
    return [...stated, { value: NOT_STATED, label: fixed.empty, count: counts.get(null) ?? 0 }];
  }
  const open = OPEN[facet as keyof typeof OPEN];
  const like = `%${input.find.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const narrowed = input.find ? sql`and ${open.label} ilike ${like}` : sql``;
  const rows = await read(ctx, (tx) =>
    group(
      tx,
      open.value,
      open.label,
      sql`${from(ctx, input)} ${narrowed} group by 1, 2 order by 3 desc, 2 limit ${MOST_CHOICES}`,
    ),
  );
  return rows.map(({ value, label, count }) => ({ value: value ?? NOT_STATED, label: label ?? open.empty, count }));
}

async function attentionChoices(ctx: OrgContext, input: FacetInput): Promise<Choice[]> {
  const is = reasonConditions(ctx);
  const any = sql.join(Object.values(is), sql` or `);
  const counts = ATTENTION_REASONS.map(
    (reason) => sql`count(*) filter (where ${is[reason]})::int as ${sql.identifier(reason)}`,
  );
  const [row] = await read(ctx, (tx) =>
    tx.execute<Record<string, number>>(
      sql`select count(*) filter (where ${any})::int as "any", ${sql.join(counts, sql`, `)} ${from(ctx, input)}`,
    ),
  );
  return (["any", ...ATTENTION_REASONS] as const).map((value) => ({
    value,
    label: ATTENTION_LABELS[value],
    count: row?.[value] ?? 0,
  }));
}
