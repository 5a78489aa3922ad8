import type { MailValues } from "@/domain/mail/template";
import { Layout, Paragraph } from "./layout";

export const passwordChangedSubject = () => "Your password was changed";

export function PasswordChangedMail({ name, link }: MailValues<"password-changed">) {
  return (
    <Layout
      title="Your password was changed."
      action={{ label: "Reset my password", href: link }}
      footer="If it was you, there is nothing to do. If it was not, reset your password now and tell an administrator of your organisation."
    >
      <Paragraph>{`${name}, the password of your account was changed by a link sent to this address. All your sessions and access tokens ended.`}</Paragraph>
    </Layout>
  );
}
