import { and, eq } from "drizzle-orm";
import { outbox } from "@/db/schema/mail";
import { nextAttempt } from "@/domain/mail/attempt";
import { env } from "@/env";
import type { OrgContext } from "../../context";
import { finishDue, takeDue } from "../../due/commands";
import { log } from "../../log";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { MAIL_DUE } from "../commands";
import { type Letter, openContent, sealContent, valuesOf } from "../content";
import { renderMail } from "./render";
import { deliver, MailRefused, type MailServer } from "./transport";

export type Sent = { outcome: "not due" | "gone" | "sent" | "kept" | "later" | "given up" };

const NO_SERVER = "No mail server is set.";

function serverFromSettings(): MailServer | null {
  const { SMTP_URL, MAIL_FROM } = env();
  return SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : null;
}

async function letterOf(place: { orgId: string; id: string }, template: string, sealed: string): Promise<Letter> {
  const content = openContent(place, sealed);
  if ("letter" in content) return content.letter;
  const { name, values } = valuesOf(template, content.values);
  return renderMail(name, values);
}

/**
 * Sends one mail of the outbox that is due. Refused or unreachable, it waits and is tried again for three days; what it says
 * is forgotten once it is sent or given up. Without a mail server it is written and kept, for whoever may read it.
 */
export async function sendMail(
  ctx: OrgContext,
  { mailId }: { mailId: string },
  server: MailServer | null = serverFromSettings(),
): Promise<Sent> {
  const { orgId, db } = ctx;
  const claim = await takeDue(db.sql, MAIL_DUE, { orgId, id: mailId });
  if (!claim) return { outcome: "not due" };
  const one = and(eq(outbox.orgId, orgId), eq(outbox.id, mailId));
  const [mail] = await read(ctx, (tx) => tx.select().from(outbox).where(one));
  if (!mail?.sealed || mail.status !== "queued") {
    await finishDue(db.sql, claim);
    return { outcome: "gone" };
  }
  const write = (values: Partial<typeof outbox.$inferInsert>) =>
    store(ctx, (tx) => tx.update(outbox).set(values).where(one));
  const { template, recipient, createdAt } = mail;
  const attempts = mail.attempts + 1;
  try {
    const letter = await letterOf({ orgId, id: mailId }, template, mail.sealed);
    if (!server) {
      await write({ sealed: sealContent({ orgId, id: mailId }, { letter }) });
      throw new MailRefused(NO_SERVER, false);
    }
    await deliver(server, { id: mailId, to: recipient, letter });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const isFinal = error instanceof MailRefused && error.isFinal;
    const nextAt = isFinal ? null : nextAttempt(attempts, createdAt, ctx.now);
    const failed = { status: "failed" as const, sealed: null };
    await write({ ...(nextAt ? {} : failed), attempts, error: said.slice(0, 300), nextAt });
    await finishDue(db.sql, claim, nextAt);
    const entry = { mailId, template, attempts, nextAt };
    if (server) log.warn({ ...entry, isFinal }, nextAt ? "mail not taken, tried again later" : "mail given up");
    else log.info(entry, "mail kept: no mail server is set");
    if (!nextAt) return { outcome: "given up" };
    return { outcome: server ? "later" : "kept" };
  }
  await write({ status: "sent", sealed: null, attempts, error: null, nextAt: null, sentAt: ctx.now });
  await finishDue(db.sql, claim);
  log.info({ mailId, template, attempts }, "mail sent");
  return { outcome: "sent" };
}
