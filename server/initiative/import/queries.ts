import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { initiative, program, tag } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import type { InitiativeTier } from "@/domain/initiative/choice";
import type { Register } from "@/domain/initiative/import/cell";
import type { ExistingRow } from "@/domain/initiative/import/values";
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

const I = initiative;
const FIELDS = {
  ...{
    code: I.code,
    title: I.title,
    problem: I.problem,
    outcome: I.outcome,
    businessUnit: I.businessUnit,
    domain: I.domain,
  },
  ...{ type: I.type, tier: I.tier, stage: I.stage, deliveryMethod: I.deliveryMethod, programId: I.programId },
  ...{ sponsorId: I.sponsorId, ownerId: I.ownerId, leadId: I.leadId },
  ...{ sponsorName: I.sponsorName, ownerName: I.ownerName, leadName: I.leadName },
  ...{ startOn: I.startOn, targetOn: I.targetOn, restricted: I.restricted, custom: I.custom, source: I.source },
};

/** Every initiative the importer may see, archived ones too, in the order of creation: ids are version 7 UUIDs. */
export async function loadExisting(tx: Tx, orgId: OrgId): Promise<ExistingRow[]> {
  const { id, version, archivedAt } = initiative;
  const rows = await tx
    .select({ id, version, archivedAt, ...FIELDS })
    .from(initiative)
    .where(eq(initiative.orgId, orgId))
    .orderBy(asc(id));
  const tags = await tx.select().from(tag).where(eq(tag.orgId, orgId)).orderBy(asc(tag.name));
  const names = new Map<string, string[]>();
  for (const { initiativeId, name } of tags) {
    const known = names.get(initiativeId);
    if (known) known.push(name);
    else names.set(initiativeId, [name]);
  }
  return rows.map(({ archivedAt, tier, ...row }) => ({
    ...row,
    isArchived: archivedAt !== null,
    tier: tier as InitiativeTier | null, // 1-3 by the table's check
    tags: (names.get(row.id) ?? []).sort(),
  }));
}
