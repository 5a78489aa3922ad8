import { and, eq, lt, ne } from "drizzle-orm";
import { outbox } from "@/db/schema/mail";
import type { OrgContext } from "../../context";
import { store } from "../../record/store";

const DAY_MS = 86_400_000;

/** Removes the lines of mails that were sent or given up more than `days` ago. @returns how many */
export function forgetMails(ctx: OrgContext, { days }: { days: number }): Promise<number> {
  const before = new Date(ctx.now.getTime() - days * DAY_MS);
  return store(
    ctx,
    async (tx) => {
      const old = and(eq(outbox.orgId, ctx.orgId), ne(outbox.status, "queued"), lt(outbox.createdAt, before));
      return (await tx.delete(outbox).where(old).returning({ id: outbox.id })).length;
    },
    { quiet: true },
  );
}
