import { and, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { customField } from "@/db/schema/custom-field";
import {
  CUSTOM_FIELD_LIMIT,
  type CustomFieldArchive,
  type CustomFieldCreate,
  type CustomFieldEdit,
} from "@/domain/custom-field/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { type Edited, joinedEdit, orConflict } from "../record/edit";
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

type Patch = { label?: string; choices?: string[]; archived?: boolean };
type Write<T extends Patch> = { fieldId: string; version: number; patch: T };

function editField<T extends Patch>(
  ctx: OrgContext,
  action: string,
  { fieldId, version, patch }: Write<T>,
  refuse: (tx: Tx, held: CustomField, joined: T) => Promise<void>,
): Promise<Edited<{ row: CustomField }, T>> {
  const one = and(fields(ctx), eq(customField.id, fieldId));
  const write = change(ctx, { name: action }, async (tx) => {
    await tx.select({ id: customField.id }).from(customField).where(one).for("update");
    const row = await customFieldIn(tx, ctx.orgId, fieldId);
    const held = { row, history: { of: history.customField, own: eq(history.customField.id, fieldId) } };
    const joined = await joinedEdit(tx, ctx, held, { version, patch, shape: { whole: patch.label !== undefined } });
    await refuse(tx, row, joined);
    await tx.update(customField).set(joined).where(one);
    return { outcome: "saved" as const, row: await customFieldIn(tx, ctx.orgId, fieldId) };
  });
  return orConflict(write);
}

/** Values that initiatives hold stay as they are, also where they are no longer among the choices. */
export const editCustomField = (ctx: OrgContext, { fieldId, version, ...patch }: CustomFieldEdit) =>
  editField(ctx, "custom-field.edit", { fieldId, version, patch }, async (tx, { kind }, { label, choices }) => {
    if (kind === "choice" && choices.length === 0) throw new AppError("BAD_REQUEST", "Write at least one choice.");
    if (kind !== "choice" && choices.length > 0) throw new AppError("BAD_REQUEST", "Only a choice field has choices.");
    await refuseSameLabel(ctx, tx, label, fieldId);
  });

/** An archived field leaves forms and the register; its values stay and come back when it is restored. */
export const archiveCustomField = (ctx: OrgContext, { fieldId, version, archived }: CustomFieldArchive) =>
  editField(
    ctx,
    archived ? "custom-field.archive" : "custom-field.restore",
    { fieldId, version, patch: { archived } },
    () => Promise.resolve(),
  );
