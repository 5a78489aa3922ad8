import type { Permission } from "../access/permission";

/** How much an import makes and changes. */
export type ImportReach = { created: number; changed: number; fields: number; programs: number };

/** What it takes to make a record of a noun by hand, and to change one. */
export type ImportTakes = { created: Permission; changed: Permission };

/** What writing an import takes, beside leave to run one: what it would take to write each part of it by hand. */
export function permissionsFor({ created, changed, fields, programs }: ImportReach, takes: ImportTakes): Permission[] {
  const needed: Permission[] = ["import:run"];
  if (created > 0) needed.push(takes.created);
  if (changed > 0) needed.push(takes.changed);
  if (fields > 0) needed.push("custom-field:manage");
  if (programs > 0) needed.push("program:edit");
  return needed;
}
