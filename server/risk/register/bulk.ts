import type { Tx } from "@/db/client";
import { type RiskEdit, riskEdit } from "@/domain/risk/input";
import { AppError } from "@/domain/shared/error";
import { readAmount } from "@/domain/shared/money";
import type { BulkChange } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { settingOf } from "../../organisation/queries";
import type { Rules } from "../../table/register";
import { writeRiskEdit } from "../commands";
import { categoryNamed } from "../edit/category";

const FIELDS: Readonly<Record<string, string>> = {
  ...{ title: "title", cause: "cause", event: "event", consequence: "consequence", kind: "kind", raised: "raisedOn" },
  owner: "ownerId",
  strategy: "strategy",
  proximity: "proximityOn",
  review: "reviewOn",
  common: "correlationGroup",
};
const AMOUNTS: Readonly<Record<string, string>> = { loss: "lossLikely", contingency: "contingency" };
const PLACES: Readonly<Record<string, string>> = { initiative: "initiativeId", model: "modelId", program: "programId" };

/** "20" and "20%" as 0.2. @throws AppError BAD_REQUEST */
function fractionOf(value: string): number {
  const percent = /^(\d{1,3}(?:\.\d+)?)\s?%?$/.exec(value.trim())?.[1];
  if (percent === undefined || Number(percent) > 100)
    throw new AppError("BAD_REQUEST", `“${value.slice(0, 40)}” is no probability. Write a percentage such as 20.`);
  return Number(percent) / 100;
}

/** "250k" in minor units of the organisation's currency. @throws AppError BAD_REQUEST */
async function minorOf(tx: Tx, ctx: OrgContext, value: string): Promise<number> {
  const amount = readAmount(value, (await settingOf(tx, ctx)).currency);
  if (!amount.ok) throw new AppError("BAD_REQUEST", amount.because);
  return amount.minor;
}

/** The edit of one row that a bulk change is. A risk stands once: put on one thing, it leaves the other. */
async function patchOf(tx: Tx, ctx: OrgContext, change: BulkChange): Promise<Record<string, unknown>> {
  const { column } = change;
  if (change.op !== "set") throw new AppError("BAD_REQUEST", "This column is set, not added to.");
  const { value } = change;
  const place = PLACES[column];
  if (place) return { initiativeId: null, modelId: null, programId: null, [place]: value };
  if (column === "probability") return { probability: value === null ? null : fractionOf(value) };
  if (column === "category") return { category: value === null ? null : await categoryNamed(tx, ctx, value) };
  const amount = AMOUNTS[column];
  if (amount) return { [amount]: value === null ? null : await minorOf(tx, ctx, value) };
  const field = FIELDS[column];
  if (!field) throw new AppError("BAD_REQUEST", "This column cannot be changed here.");
  return { [field]: value };
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
