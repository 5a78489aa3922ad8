import type { MailValues } from "@/domain/mail/template";
import { PORTFOLIO } from "@/domain/pack/input";
import { formatDate } from "@/domain/shared/figure";
import { Layout, Paragraph } from "./layout";

type Values = MailValues<"pack">;

const whose = ({ forum }: Values): string => (forum === PORTFOLIO ? "the whole portfolio" : forum);

export const packSubject = (values: Values) => `Steering pack ${values.number} for ${whose(values)}`;

/** Says which pack it is and nothing of what stands in it: a mailbox is not the product. */
export function PackMail(values: Values) {
  const { name, sentBy, organisation, number, asOf, link, until } = values;
  const by = sentBy ? `${sentBy} sends you` : "you get";
  return (
    <Layout
      title={`The steering pack for ${whose(values)} is ready.`}
      action={{ label: "Open the pack", href: link }}
      footer={`The link leads to the pack once you are signed in as a member of ${organisation}; it is of no use to anybody else, and ends on ${formatDate(until)}. The pack itself stays under Packs.`}
    >
      <Paragraph>{`${name}, ${by} pack ${number} of ${organisation}, data as of ${formatDate(asOf)}.`}</Paragraph>
    </Layout>
  );
}
