import { render, toPlainText } from "@react-email/render";
import { createElement, type FunctionComponent } from "react";
import { type MailTemplate, type MailValues, mailTemplates } from "@/domain/mail/template";
import { InvitationMail, invitationSubject } from "@/emails/invitation";
import { NotificationDigestMail, notificationDigestSubject } from "@/emails/notification-digest";
import { PackMail, packSubject } from "@/emails/pack";
import { PasswordChangedMail, passwordChangedSubject } from "@/emails/password-changed";
import { PasswordResetMail, passwordResetSubject } from "@/emails/password-reset";
import type { Letter } from "../content";

type Words<T extends MailTemplate> = {
  subject: (values: MailValues<T>) => string;
  body: FunctionComponent<MailValues<T>>;
};

const words: { [T in MailTemplate]: Words<T> } = {
  invitation: { subject: invitationSubject, body: InvitationMail },
  "password-reset": { subject: passwordResetSubject, body: PasswordResetMail },
  pack: { subject: packSubject, body: PackMail },
  "password-changed": { subject: passwordChangedSubject, body: PasswordChangedMail },
  "notification-digest": { subject: notificationDigestSubject, body: NotificationDigestMail },
};

/** Subject, HTML and plain text of a mail. @throws ZodError when the values do not fit the template */
export async function renderMail<T extends MailTemplate>(template: T, given: unknown): Promise<Letter> {
  const { subject, body } = words[template];
  const values = mailTemplates[template].parse(given) as MailValues<T>;
  const html = await render(createElement(body as FunctionComponent<object>, values));
  // One line: a name with a line break in it must not start another header.
  return { subject: subject(values).replaceAll(/\s+/g, " ").trim(), html, text: toPlainText(html) };
}
