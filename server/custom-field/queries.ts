import { and, asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { CUSTOM_FIELD_LIMIT, type CustomFieldList } from "@/domain/custom-field/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { read } from "../record/read";

const columns = {
  id: customField.id,
  label: customField.label,
  kind: customField.kind,
  choices: customField.choices,
  archived: customField.archived,
  version: customField.version,
};

/** The organisation's own fields of an initiative in their order, each with how many initiatives have a value in it. */
export function listCustomFields(ctx: OrgContext, { archived }: CustomFieldList) {
  return read(ctx, (tx) =>
    tx
      .select({ ...columns, used: sql<number>`coalesce(used.n, 0)::int` })
      .from(customField)
      .leftJoin(
        sql`(select key, count(*) as n from initiative, jsonb_object_keys(custom) as key where org_id = ${ctx.orgId} group by key) as used`,
        sql`used.key = ${customField.id}::text`,
      )
      .where(
        and(
          eq(customField.orgId, ctx.orgId),
          eq(customField.noun, "initiative"),
          archived ? undefined : eq(customField.archived, false),
        ),
      )
      .orderBy(asc(customField.archived), asc(customField.position), asc(customField.id))
      .limit(CUSTOM_FIELD_LIMIT * 2),
  );
}

/** @throws AppError NOT_FOUND */
export async function customFieldIn(tx: Tx, orgId: string, id: string) {
  const [found] = await tx
    .select(columns)
    .from(customField)
    .where(and(eq(customField.orgId, orgId), eq(customField.id, id)));
  if (!found) throw new AppError("NOT_FOUND", "No such field");
  return found;
}
export type CustomField = Awaited<ReturnType<typeof customFieldIn>>;
