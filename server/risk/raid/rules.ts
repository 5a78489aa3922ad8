import type { Tx } from "@/db/client";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import type { Rules } from "../../table/register";

type Given = { id: string; version: number; patch: Record<string, unknown> };
type Parsed<Edit> = { success: true; data: Edit } | { success: false; error: { issues: { message: string }[] } };

/** A bulk edit of the log's entries: the columns that may be set, each as the field it writes. */
export const entryRules = <Edit>(
  table: "assumption" | "issue",
  fields: Readonly<Record<string, string>>,
  parse: (given: Given) => Parsed<Edit>,
  write: (tx: Tx, ctx: OrgContext, edit: Edit) => Promise<void>,
): Rules => ({
  permission: "risk:edit",
  action: `${table}.edit`,
  tables: [table],
  write: (tx, ctx, row, change) => {
    const field = fields[change.column];
    if (!field || change.op !== "set") throw new AppError("BAD_REQUEST", "This column cannot be changed here.");
    const edit = parse({ ...row, patch: { [field]: change.value } });
    if (!edit.success) throw new AppError("BAD_REQUEST", edit.error.issues[0]?.message ?? "This value does not fit.");
    return write(tx, ctx, edit.data);
  },
});
