"use client";

import type { Where } from "@/components/chart/point-date";
import type { ModelData } from "@/components/model/shape";
import { useMay } from "@/components/providers/use-shell";
import { ProofLink } from "@/components/seal/proof-link";
import { Pairs } from "@/components/table/plain-table";
import { formatDate } from "@/components/ui/format";
import { Section, TextLink } from "@/components/ui/section";
import { PLATFORM_LABELS } from "@/domain/connection/choice";
import { intervalWords } from "@/domain/connection/sentence";
import { counted, sentence } from "@/domain/shared/sentence";

const TYPE_WORDS: Record<string, string> = {
  predictive: "predictive",
  generative: "generative",
  agent: "agent",
  automation: "automation",
  analytics: "analytics",
  vendor_product: "vendor product",
};

/** What the model is for and where its figures come from. */
export function SourceSection({ org, page, where }: { org: string; page: ModelData; where: Where }) {
  const may = useMay(org);
  const [maySeeConnection, maySeeSeals] = [may("connection:read"), may("seal:read")];
  const { initiative, connection, builder, operator, measures, externalRef, lastSuccessAt } = page;
  const from = connection
    ? sentence(
        `${counted(measures.length, "measure")} ${measures.length === 1 ? "comes" : "come"} from ${connection.name}, asked ${intervalWords(connection.intervalSeconds)}`,
      )
    : "Its connection is deleted: no new figures come.";
  return (
    <Section id="source" name="Whom it serves, where its figures come from" sentence={from}>
      <Pairs
        pairs={[
          {
            label: "Initiative",
            value: initiative ? (
              <TextLink href={`/${org}/initiatives/${initiative.id}`}>
                {initiative.code} {initiative.title}
              </TextLink>
            ) : (
              "not linked to one"
            ),
          },
          ...(page.type ? [{ label: "Type", value: TYPE_WORDS[page.type] ?? page.type }] : []),
          ...(page.baseModel ? [{ label: "Base model", value: page.baseModel }] : []),
          { label: "Built by", value: builder?.name ?? "nobody is named" },
          { label: "Operated by", value: operator?.name ?? "nobody is named" },
          ...(connection
            ? [
                {
                  label: "Connection",
                  value: maySeeConnection ? (
                    <TextLink href={`/${org}/connections/${connection.id}`}>{connection.name}</TextLink>
                  ) : (
                    connection.name
                  ),
                },
                { label: "Platform", value: PLATFORM_LABELS[connection.platform] },
              ]
            : []),
          ...(externalRef ? [{ label: "Name there", value: externalRef, mono: true }] : []),
          ...(lastSuccessAt ? [{ label: "Last pull", value: formatDate(lastSuccessAt, "instant", where) }] : []),
          ...(maySeeSeals ? [{ label: "Record", value: <ProofLink org={org} id={page.id} /> }] : []),
        ]}
      />
    </Section>
  );
}
