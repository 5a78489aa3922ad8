import { and, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import {
  CUSTOM_FIELD_LIMIT,
  type CustomFieldArchive,
  type CustomFieldCreate,
  type CustomFieldEdit,
} from "@/domain/custom-field/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import type { Edited } from "../organisation/commands";
import { lastEdit } from "../organisation/queries";
import { change } from "../record/change";
import { type CustomField, customFieldIn } from "./queries";

const fields = (ctx: OrgContext) => and(eq(customField.orgId, ctx.orgId), eq(customField.noun, "initiative"));

/** Two fields of one name could not be told apart, in the register or in a file. */
async function refuseSameLabel(ctx: OrgContext, tx: Tx, label: string, except?: string): Promise<void> {
  const same = sql`lower(${customField.label}) = lower(${label})`;
  const [found] = await tx
    .select({ archived: customField.archived })
    .from(customField)
    .where(and(fields(ctx), same, except ? ne(customField.id, except) : undefined));
  if (!found) return;
  const cure = found.archived ? "Restore it or choose another name." : "Choose another name.";
  throw new AppError(
    "CONFLICT",
    `There is ${found.archived ? "an archived" : "a"} field called "${label}" already. ${cure}`,
  );
}

/** @throws AppError CONFLICT when the name is taken, PRECONDITION_FAILED when there are too many fields */
export function createCustomField(ctx: OrgContext, input: CustomFieldCreate): Promise<CustomField> {
  return change(ctx, { name: "custom-field.create" }, async (tx) => {
    await refuseSameLabel(ctx, tx, input.label);
    const [held] = await tx
      .select({
        fields: sql<number>`(count(*) filter (where not ${customField.archived}))::int`,
        last: sql<number>`coalesce(max(${customField.position}), -1)::int`,
      })
      .from(customField)
      .where(fields(ctx));
    if ((held?.fields ?? 0) >= CUSTOM_FIELD_LIMIT) {
      throw new AppError(
        "PRECONDITION_FAILED",
        `An organisation has at most ${CUSTOM_FIELD_LIMIT} fields. Archive one first.`,
      );
    }
    const [made] = await tx
      .insert(customField)
      .values({ orgId: ctx.orgId, noun: "initiative", ...input, position: (held?.last ?? -1) + 1 })
      .returning({ id: customField.id });
    return customFieldIn(tx, ctx.orgId, made?.id ?? "");
  });
}

type Write = { fieldId: string; version: number };

function editField(
  ctx: OrgContext,
  action: string,
  { fieldId, version }: Write,
  valuesFor: (tx: Tx, held: CustomField) => Promise<Partial<CustomField>>,
): Promise<Edited<CustomField>> {
  const one = and(fields(ctx), eq(customField.id, fieldId));
  return change(ctx, { name: action }, async (tx) => {
    await tx.select({ id: customField.id }).from(customField).where(one).for("update");
    const held = await customFieldIn(tx, ctx.orgId, fieldId);
    if (held.version !== version) {
      const edit = await lastEdit(tx, "custom_field", { orgId: ctx.orgId, id: fieldId });
      return { outcome: "conflict" as const, theirs: held, ...edit };
    }
    await tx
      .update(customField)
      .set(await valuesFor(tx, held))
      .where(one);
    return { outcome: "saved" as const, row: await customFieldIn(tx, ctx.orgId, fieldId) };
  });
}

/** Values that initiatives hold stay as they are, also where they are no longer among the choices. */
export function editCustomField(
  ctx: OrgContext,
  { label, choices, ...ref }: CustomFieldEdit,
): Promise<Edited<CustomField>> {
  return editField(ctx, "custom-field.edit", ref, async (tx, held) => {
    if (held.kind === "choice" && choices.length === 0) throw new AppError("BAD_REQUEST", "Write at least one choice.");
    if (held.kind !== "choice" && choices.length > 0)
      throw new AppError("BAD_REQUEST", "Only a choice field has choices.");
    await refuseSameLabel(ctx, tx, label, ref.fieldId);
    return { label, choices };
  });
}

/** An archived field leaves forms and the register; its values stay and come back when it is restored. */
export function archiveCustomField(
  ctx: OrgContext,
  { archived, ...ref }: CustomFieldArchive,
): Promise<Edited<CustomField>> {
  return editField(ctx, archived ? "custom-field.archive" : "custom-field.restore", ref, () =>
    Promise.resolve({ archived }),
  );
}
