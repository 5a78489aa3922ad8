import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { initiative, program, tag } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import type { Register } from "@/domain/import/cell";
import type { ExistingRow } from "@/domain/import/values";
import type { InitiativeTier } from "@/domain/initiative/choice";
import type { OrgId } from "@/domain/shared/id";

/** What names in a file can mean: members, programs, and custom fields in their order. */
export async function loadRegister(tx: Tx, orgId: OrgId): Promise<Register> {
  const members = await tx
    .select({ id: membership.id, name: membership.name, email: membership.email })
    .from(membership)
    .where(and(eq(membership.orgId, orgId), eq(membership.active, true)));
  const programs = await tx
    .select({ id: program.id, name: program.name })
    .from(program)
    .where(eq(program.orgId, orgId));
  const fields = await tx
    .select({ id: customField.id, label: customField.label, kind: customField.kind, choices: customField.choices })
    .from(customField)
    .where(and(eq(customField.orgId, orgId), eq(customField.noun, "initiative"), eq(customField.archived, false)))
    .orderBy(asc(customField.position), asc(customField.id));
  return { members, programs, customFields: new Map(fields.map((field) => [field.id, field])) };
}

/** Every initiative the importer may see, archived ones too, in the order of creation: ids are version 7 UUIDs. */
export async function loadExisting(tx: Tx, orgId: OrgId): Promise<ExistingRow[]> {
  const rows = await tx.select().from(initiative).where(eq(initiative.orgId, orgId)).orderBy(asc(initiative.id));
  const tags = await tx.select().from(tag).where(eq(tag.orgId, orgId)).orderBy(asc(tag.name));
  const names = new Map<string, string[]>();
  for (const { initiativeId, name } of tags) {
    const known = names.get(initiativeId);
    if (known) known.push(name);
    else names.set(initiativeId, [name]);
  }
  return rows.map(({ orgId: _org, archivedAt, tier, ...row }) => ({
    ...row,
    isArchived: archivedAt !== null,
    tier: tier as InitiativeTier | null, // 1-3 by the table's check
    tags: (names.get(row.id) ?? []).sort(),
  }));
}
