import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { outbox } from "@/db/schema/mail";
import type { MailTemplate, MailValues } from "@/domain/mail/template";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { setDue } from "../due/commands";
import { store } from "../record/store";
import { sealContent, valuesOf } from "./content";
import { mailQueued } from "./event";

/** The kind of due work a mail is; its id is the mail's. */
export const MAIL_DUE = "mail";

export type NewMail<T extends MailTemplate> = { template: T; to: string; values: MailValues<T> };

/**
 * Puts a mail into the outbox, within the transaction that is its cause: both happen or neither. Announce it after the
 * commit with `announceMail`; should that be lost, the sweeper announces it.
 */
export async function queueMail<T extends MailTemplate>(
  tx: Tx,
  { orgId, now }: Pick<OrgContext, "orgId" | "now">,
  { template, to, values }: NewMail<T>,
): Promise<string> {
  const id = randomUUID();
  const sealed = sealContent({ orgId, id }, { values: valuesOf(template, values).values });
  await tx.insert(outbox).values({ orgId, id, template, recipient: to, sealed, createdAt: now, nextAt: now });
  await setDue(tx, MAIL_DUE, id, now);
  return id;
}

export const announceMail = ({ emit, orgId }: Pick<OrgContext, "emit" | "orgId">, mailId: string): Promise<void> =>
  emit(mailQueued.create({ orgId, mailId }));

/**
 * Tries a waiting mail now.
 * @throws AppError NOT_FOUND when it was sent or given up
 */
export async function retryMail(ctx: OrgContext, { mailId }: { mailId: string }): Promise<void> {
  await store(ctx, async (tx) => {
    const one = and(eq(outbox.orgId, ctx.orgId), eq(outbox.id, mailId), eq(outbox.status, "queued"));
    const rows = await tx.update(outbox).set({ nextAt: ctx.now }).where(one).returning({ id: outbox.id });
    if (!rows.length) throw new AppError("NOT_FOUND", "This mail waits no more: it was sent or given up.");
    await setDue(tx, MAIL_DUE, mailId, ctx.now);
  });
  await announceMail(ctx, mailId);
}
