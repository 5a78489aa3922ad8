import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { formatInstant } from "@/domain/shared/figure";

type Refused = { outcome: "not yours" } | { outcome: "ended"; endedAt: Date; sentBy: string | null };

/** Why a mailed link does not lead to its pack, and what to do. */
export function MailedRefusal({ org, found }: { org: string; found: Refused }) {
  const lead =
    found.outcome === "not yours"
      ? "Sign in as the person the mail was sent to, or look for the pack in the list."
      : `It ended on ${formatInstant(found.endedAt, "UTC")} UTC. The pack is still in the list${
          found.sentBy ? `; ${found.sentBy} can send the link again` : ""
        }.`;
  return (
    <Headline
      title={found.outcome === "not yours" ? "This link was sent to somebody else." : "This link has ended."}
      lead={lead}
      actions={<LinkButton href={`/${org}/packs`}>All packs</LinkButton>}
    />
  );
}
