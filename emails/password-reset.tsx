import type { MailValues } from "@/domain/mail/template";
import { Layout, Paragraph } from "./layout";

export const passwordResetSubject = () => "Choose a new password";

export function PasswordResetMail({ name, link, minutes }: MailValues<"password-reset">) {
  return (
    <Layout
      title="Choose a new password."
      action={{ label: "Choose a new password", href: link }}
      footer="If you did not ask for this, do nothing: your password stays as it is. Do not pass the link on."
    >
      <Paragraph>{`${name}, somebody asked for a new password for your account. The link works once, for ${minutes} minutes. Choosing a password ends all your sessions and access tokens.`}</Paragraph>
    </Layout>
  );
}
