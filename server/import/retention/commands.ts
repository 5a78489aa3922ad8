import { and, eq, inArray, lt, type sql } from "drizzle-orm";
import { importFile, importRun } from "@/db/schema/import";
import { WAITING_DAYS } from "@/domain/import/retention";
import type { OrgContext } from "../../context";
import { store } from "../../record/store";

const DAY_MS = 86_400_000;

/** What nobody decided on; an import that is being written is left alone. */
const WAITING = ["uploaded", "planned", "failed"] as const;
const DECIDED = ["done", "undone"] as const;

/**
 * Removes uploaded files that nobody imported within a week of their upload, and files whose import ended more than `days`
 * ago. Imports and their reports stay.
 *
 * @returns how many imports ran out of time, and how many files of ended imports were removed
 */
export function forgetFiles(
  ctx: OrgContext,
  { days }: { days: number },
): Promise<{ expired: number; removed: number }> {
  const { orgId, now } = ctx;
  const ago = (count: number) => new Date(now.getTime() - count * DAY_MS);
  const mine = eq(importRun.orgId, orgId);
  return store(
    ctx,
    async (tx) => {
      const expired = await tx
        .update(importRun)
        .set({ status: "expired", progress: 0, error: null })
        .where(and(mine, inArray(importRun.status, [...WAITING]), lt(importRun.createdAt, ago(WAITING_DAYS))))
        .returning({ id: importRun.id });
      const ended = tx
        .select({ id: importRun.id })
        .from(importRun)
        .where(and(mine, inArray(importRun.status, [...DECIDED]), lt(importRun.finishedAt, ago(days))));
      const ids = expired.map(({ id }) => id);
      const files = (which: ReturnType<typeof sql>) =>
        tx
          .delete(importFile)
          .where(and(eq(importFile.orgId, orgId), which))
          .returning({ id: importFile.importId });
      if (ids.length > 0) await files(inArray(importFile.importId, ids));
      const removed = await files(inArray(importFile.importId, ended));
      return { expired: ids.length, removed: removed.length };
    },
    { quiet: true },
  );
}
