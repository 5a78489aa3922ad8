import { Explain } from "@/components/ui/explain";
import type { Attention } from "@/domain/initiative/attention";
import { REASON_LABELS } from "@/domain/pack/standing";
import { counted, sentenceCase } from "@/domain/shared/sentence";

/** Why an initiative needs attention, in words; a reason that risks give opens to their terms and leads to them. */
export function ReasonWords({
  org,
  id,
  reason,
  end = "",
}: {
  org: string;
  id: string;
  reason: Attention;
  /** What closes the sentence, where it stands as one. */
  end?: "" | ".";
}) {
  const { words, risks } = reason;
  const said = `${words}${end}`;
  if (!risks) return <span>{said}</span>;
  return (
    <Explain
      explanation={{
        title: sentenceCase(REASON_LABELS[reason.reason]),
        formula: words,
        terms: risks.found.map(({ code, title, because }) => ({
          ...{ label: `${code} ${title}`, value: "", note: because, href: `/${org}/risks/${code}` },
        })),
        source: risks.more > 0 ? `${counted(risks.more, "risk")} more` : undefined,
        link: { label: "Risks of this initiative", href: `/${org}/risks?status=open&initiative=${id}` },
      }}
    >
      {said}
    </Explain>
  );
}
