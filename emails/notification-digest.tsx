import { Fragment } from "react";
import type { MailValues } from "@/domain/mail/template";
import { digestSubject } from "@/domain/notification/sentence";
import { counted, sentence } from "@/domain/shared/sentence";
import { Layout, Paragraph } from "./layout";

type Values = MailValues<"notification-digest">;

export const notificationDigestSubject = ({ items, more, organisation }: Values) =>
  digestSubject([...items.map(({ text }) => text), ...Array.from({ length: more }, () => "")], organisation);

export function NotificationDigestMail({ name, items, more, organisation, link }: Values) {
  const [only] = items;
  const title = items.length === 1 && only ? only.text : sentence(`${counted(items.length + more, "thing")} happened`);
  return (
    <Layout
      title={title}
      action={{ label: "All notifications", href: link }}
      footer={`You get this because of your choices in ${organisation}. Change them under Notifications.`}
    >
      <Paragraph>{`${name}, this is what you have not read yet.`}</Paragraph>
      {items.map((item) => (
        <Paragraph key={item.link + item.text}>
          {items.length > 1 ? (
            <Fragment>
              {item.text}
              <br />
            </Fragment>
          ) : null}
          {item.excerpt ? (
            <Fragment>
              “{item.excerpt}”
              <br />
            </Fragment>
          ) : null}
          <a href={item.link} style={{ color: "#0b4f6c" }}>
            Open it
          </a>
        </Paragraph>
      ))}
      {more > 0 ? <Paragraph>{sentence(`and ${counted(more, "more", "more")}`)}</Paragraph> : null}
    </Layout>
  );
}
