import { and, eq, notInArray } from "drizzle-orm";
import { importRun } from "@/db/schema/import";
import { can } from "@/domain/access/permission";
import { type ImportReach, type ImportTakes, permissionsFor } from "@/domain/import/permission";
import type { PlanCounts } from "@/domain/import/plan";
import { ENDED, expiredWords } from "@/domain/import/retention";
import { AppError } from "@/domain/shared/error";
import { may, type OrgContext } from "../../context";
import { store } from "../../record/store";

type Scope = Pick<OrgContext, "orgId">;

export const runOf = (ctx: Scope, id: string) => and(eq(importRun.orgId, ctx.orgId), eq(importRun.id, id));
export const unfinished = (ctx: Scope, id: string) => and(runOf(ctx, id), notInArray(importRun.status, [...ENDED]));
export const running = (ctx: Scope, id: string) => and(runOf(ctx, id), eq(importRun.status, "running"));

/** @throws AppError CONFLICT for an import that was written or undone, or whose file is gone. */
export function refuseFinished(status: string): void {
  if (status === "done")
    throw new AppError("CONFLICT", "This file has been imported. Undo it, or upload the file again.");
  if (status === "undone") throw new AppError("CONFLICT", "This import was undone. Upload the file again.");
  if (status === "expired") throw new AppError("CONFLICT", expiredWords);
}

/** An import somebody stopped while it was being written; its change is rolled back. */
export class Stopped extends AppError {
  constructor() {
    super("CONFLICT", "The import was stopped, and nothing was changed.");
  }
}

/**
 * Says how far a run is, without ever being waited for: its own lock could wait for the change that reports here.
 * @throws Stopped at the report after `where` no longer holds.
 */
export function progressOf(ctx: OrgContext, where: ReturnType<typeof runOf>): (rows: number) => void {
  let isBusy = false;
  let isStopped = false;
  return (rows) => {
    if (isStopped) throw new Stopped();
    if (isBusy) return;
    isBusy = true;
    store(ctx, (tx) => tx.update(importRun).set({ progress: rows }).where(where).returning({ id: importRun.id }))
      .then((found) => {
        isStopped = found.length === 0;
      })
      .catch(() => undefined) // progress is a courtesy; the import itself reports its failure
      .finally(() => {
        isBusy = false;
      });
  };
}

/** What a plan reaches; as its report says it, once it is kept. */
export const reachOf = (
  counts: Readonly<Partial<PlanCounts>> | null,
  made: { fields: readonly unknown[]; programs: readonly unknown[] } | null,
): ImportReach => ({
  ...{ created: counts?.created ?? 0, changed: counts?.changed ?? 0 },
  ...{ fields: made?.fields.length ?? 0, programs: made?.programs.length ?? 0 },
});

/**
 * An import writes no more than its actor could by hand: somebody whose role was lowered since, or an access token that may run
 * imports and edit nothing, makes it write nothing.
 * @throws AppError FORBIDDEN
 */
export function refuseBeyond({ actor }: Pick<OrgContext, "actor">, reach: ImportReach, takes: ImportTakes): void {
  if (actor.kind === "job") return;
  const lacking = permissionsFor(reach, takes).find((permission) => !may(actor, permission));
  if (!lacking) return;
  const whose = can(actor.role, lacking) ? "the access token that" : "the role of who";
  throw new AppError("FORBIDDEN", `This import takes ${lacking}, which ${whose} asks for it does not allow.`);
}
