import { modelEdit } from "@/domain/model/page";
import { AppError } from "@/domain/shared/error";
import type { BulkChange } from "@/domain/table/input";
import type { Rules } from "../../table/register";
import { writeModel } from "../commands";

const FIELDS: Readonly<Record<string, string>> = {
  tier: "tier",
  status: "status",
  initiative: "initiativeId",
  builder: "builderId",
  operator: "operatorId",
  base: "baseModel",
};

const change = modelEdit.partial().required({ modelId: true, version: true });

function stated({ column, value }: Extract<BulkChange, { op: "set" }>): unknown {
  if (column === "tier") return value === null ? null : Number(value);
  return value;
}

/** Every row goes through the very edit its page makes. */
export const modelRules: Rules = {
  permission: "model:edit",
  action: "model.edit",
  tables: ["model"],
  write: async (tx, ctx, { id, version }, wanted) => {
    const field = FIELDS[wanted.column];
    if (!field || wanted.op !== "set") throw new AppError("BAD_REQUEST", "This column cannot be changed here.");
    const edit = change.safeParse({ modelId: id, version, [field]: stated(wanted) });
    if (!edit.success) throw new AppError("BAD_REQUEST", edit.error.issues[0]?.message ?? "This value does not fit.");
    return writeModel(tx, ctx, edit.data);
  },
};
