import type { MailValues } from "@/domain/mail/template";
import { formatDate } from "@/domain/shared/figure";
import { Layout, Paragraph } from "./layout";

export const invitationSubject = ({ organisation }: MailValues<"invitation">) =>
  `${organisation} invites you to its AI program`;

export function InvitationMail({ name, invitedBy, organisation, role, link, until }: MailValues<"invitation">) {
  return (
    <Layout
      title={`${organisation} invites you to its AI program.`}
      action={{ label: "Accept the invitation", href: link }}
      footer="Whoever holds this link can join in your place: do not pass it on. If you do not know who invited you, leave it unused."
    >
      <Paragraph>{`${name}, ${invitedBy ? `${invitedBy} invites you` : "you are invited"} to join as ${role}. The link works once, until ${formatDate(until)}.`}</Paragraph>
    </Layout>
  );
}
