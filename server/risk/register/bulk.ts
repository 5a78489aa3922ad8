import type { Tx } from "@/db/client";
import { type RiskEdit, riskEdit } from "@/domain/risk/input";
import { AppError } from "@/domain/shared/error";
import type { BulkChange } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import type { Rules } from "../../table/register";
import { writeRiskEdit } from "../commands";
import { categoryNamed } from "../edit/category";

const FIELDS: Readonly<Record<string, string>> = {
  owner: "ownerId",
  strategy: "strategy",
  proximity: "proximityOn",
  review: "reviewOn",
  common: "correlationGroup",
};
const PLACES: Readonly<Record<string, string>> = { initiative: "initiativeId", model: "modelId", program: "programId" };

/** The edit of one row that a bulk change is. A risk stands once: put on one thing, it leaves the other. */
async function patchOf(tx: Tx, ctx: OrgContext, change: BulkChange): Promise<Record<string, unknown>> {
  const { column } = change;
  if (change.op !== "set") throw new AppError("BAD_REQUEST", "This column is set, not added to.");
  const place = PLACES[column];
  if (place) return { initiativeId: null, modelId: null, programId: null, [place]: change.value };
  if (column === "probability") return { probability: change.value === null ? null : Number(change.value) / 100 };
  if (column === "category")
    return { category: change.value === null ? null : await categoryNamed(tx, ctx, change.value) };
  const field = FIELDS[column];
  if (!field) throw new AppError("BAD_REQUEST", "This column cannot be changed for many rows.");
  return { [field]: change.value };
}

/** Every row goes through the very edit its page makes. */
export const riskRules: Rules = {
  permission: "risk:edit",
  action: "risk.edit",
  tables: ["risk"],
  write: async (tx, ctx, row, change) => {
    const edit = riskEdit.safeParse({ ...row, patch: await patchOf(tx, ctx, change) });
    if (!edit.success) throw new AppError("BAD_REQUEST", edit.error.issues[0]?.message ?? "This value does not fit.");
    return writeRiskEdit(tx, ctx, edit.data satisfies RiskEdit);
  },
};
