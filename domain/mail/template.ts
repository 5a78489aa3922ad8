import { z } from "zod";

const link = z.url({ protocol: /^https?$/ });
const line = z.string().max(300);

/** What each mail needs to know. A new mail: its values here, its words in emails/, its entry in server/mail/send/render.ts. */
export const mailTemplates = {
  invitation: z.object({
    name: line,
    invitedBy: line.nullable(),
    organisation: line,
    role: line,
    link,
    until: z.iso.date(),
  }),
  "password-reset": z.object({ name: line, link, minutes: z.number().int().positive() }),
  "password-changed": z.object({ name: line, link }),
  "notification-digest": z.object({
    name: line,
    organisation: line,
    items: z
      .array(z.object({ text: line, excerpt: line.nullable(), link }))
      .min(1)
      .max(20),
    more: z.number().int().nonnegative(),
    link,
  }),
  pack: z.object({
    ...{ name: line, sentBy: line.nullable(), organisation: line, forum: line, number: line },
    ...{ asOf: z.iso.date(), link, until: z.iso.date() },
  }),
} as const;

export type MailTemplate = keyof typeof mailTemplates;
export type MailValues<T extends MailTemplate> = z.infer<(typeof mailTemplates)[T]>;

/** What a mail is, said in a list of mails. */
export const MAIL_LABELS: Record<MailTemplate, string> = {
  invitation: "Invitation",
  "password-reset": "Password reset",
  "password-changed": "Password changed",
  pack: "Steering pack",
  "notification-digest": "Notifications",
};

export const isMailTemplate = (name: string): name is MailTemplate => Object.hasOwn(mailTemplates, name);
