import { and, desc, eq, sql } from "drizzle-orm";
import { outbox } from "@/db/schema/mail";
import { isMailTemplate, MAIL_LABELS } from "@/domain/mail/template";
import { AppError } from "@/domain/shared/error";
import { env, isTrial } from "@/env";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { openContent } from "./content";

const PAGE = 50;

/** Mails may be read on a page only where no server takes them and nobody but this machine can look. */
export const mayReadMail = (): boolean => !env().SMTP_URL && isTrial();

/** The outbox of the organisation, the latest first. Never what a mail says. */
export function listMail(ctx: OrgContext, { page }: { page: number }) {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const rows = await tx
      .select({
        id: outbox.id,
        template: outbox.template,
        recipient: outbox.recipient,
        status: outbox.status,
        attempts: outbox.attempts,
        error: outbox.error,
        createdAt: outbox.createdAt,
        nextAt: outbox.nextAt,
        sentAt: outbox.sentAt,
        isKept: sql<boolean>`${outbox.sealed} is not null`,
      })
      .from(outbox)
      .where(eq(outbox.orgId, ctx.orgId))
      .orderBy(desc(outbox.createdAt), desc(outbox.id))
      .limit(PAGE)
      .offset((page - 1) * PAGE);
    const [counts] = await tx
      .select({
        total: sql<number>`count(*)::int`,
        queued: sql<number>`(count(*) filter (where ${outbox.status} = 'queued'))::int`,
        failed: sql<number>`(count(*) filter (where ${outbox.status} = 'failed'))::int`,
      })
      .from(outbox)
      .where(eq(outbox.orgId, ctx.orgId));
    return {
      rows: rows.map(({ template, ...row }) => ({
        ...row,
        label: isMailTemplate(template) ? MAIL_LABELS[template] : template,
      })),
      ...(counts ?? { total: 0, queued: 0, failed: 0 }),
      pageSize: PAGE,
      isConfigured: Boolean(env().SMTP_URL),
      mayRead: mayReadMail(),
    };
  });
}

/**
 * What a waiting mail says, on a trial without a mail server.
 * @throws AppError NOT_FOUND elsewhere, and for a mail that is gone or not written yet
 */
export async function openMail(ctx: OrgContext, { mailId }: { mailId: string }) {
  if (!mayReadMail()) throw new AppError("NOT_FOUND", "Mails are read in a mailbox.");
  const [row] = await read({ ...ctx, asOf: null }, (tx) =>
    tx
      .select({ sealed: outbox.sealed, recipient: outbox.recipient })
      .from(outbox)
      .where(and(eq(outbox.orgId, ctx.orgId), eq(outbox.id, mailId))),
  );
  const content = row?.sealed ? openContent({ orgId: ctx.orgId, id: mailId }, row.sealed) : undefined;
  if (!row || !content) throw new AppError("NOT_FOUND", "This mail is gone.");
  if (!("letter" in content)) throw new AppError("NOT_FOUND", "This mail is not written yet. Wait a moment.");
  const { subject, text } = content.letter;
  return { recipient: row.recipient, subject, text };
}
