import { initiativeChange, initiativeStageChange } from "@/domain/initiative/edit";
import { AppError } from "@/domain/shared/error";
import { customId, isCustomKey } from "@/domain/table/column";
import type { BulkChange } from "@/domain/table/input";
import type { Rules } from "../../table/register";
import { writeEdit, writeStage } from "../commands";

const FIELDS: Readonly<Record<string, string>> = {
  title: "title",
  unit: "businessUnit",
  domain: "domain",
  method: "deliveryMethod",
  type: "type",
  tier: "tier",
  owner: "ownerId",
  sponsor: "sponsorId",
  lead: "leadId",
  program: "programId",
  target: "targetOn",
  start: "startOn",
  restricted: "restricted",
};

function fieldValue(column: string, value: string | null): unknown {
  if (column === "tier") return value === null ? null : Number(value);
  if (column === "restricted") return value === "yes";
  return value;
}

/** The edit of one row that a bulk change is. */
function patchOf(change: BulkChange): Record<string, unknown> {
  const { column } = change;
  if (column === "tag") {
    if (change.op === "set") throw new AppError("BAD_REQUEST", "Tags are added and removed, not set.");
    // What was seen and is no longer meant is taken away; what is meant and was not seen is added.
    return change.op === "add"
      ? { patch: { tags: change.values }, tagsSeen: [] }
      : { patch: { tags: [] }, tagsSeen: change.values };
  }
  if (change.op !== "set") throw new AppError("BAD_REQUEST", "Only tags are added and removed.");
  if (isCustomKey(column)) return { patch: { custom: { [customId(column)]: change.value ?? "" } } };
  const field = FIELDS[column];
  if (!field) throw new AppError("BAD_REQUEST", "This column cannot be changed here.");
  return { patch: { [field]: fieldValue(column, change.value) } };
}

const faultOf = (error: { issues: { message: string }[] }) =>
  new AppError("BAD_REQUEST", error.issues[0]?.message ?? "This value does not fit.");

/** Every row goes through the very edit its page makes. */
export const bulkRules: Rules = {
  permission: "initiative:edit",
  action: "initiative.edit",
  tables: ["initiative", "tag"],
  write: async (tx, ctx, row, change, reason) => {
    if (change.column === "stage") {
      const stage = change.op === "set" ? change.value : undefined;
      const move = initiativeStageChange.safeParse({ ...row, stage, reason });
      if (!move.success) throw faultOf(move.error);
      return writeStage(tx, ctx, move.data);
    }
    const edit = initiativeChange.safeParse({ ...row, ...patchOf(change) });
    if (!edit.success) throw faultOf(edit.error);
    return writeEdit(tx, ctx, edit.data);
  },
};
