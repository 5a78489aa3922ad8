"use client";

import { EditableFact } from "@/components/initiative/page/editable-fact";
import { exactMoney, percentText } from "@/components/risk/page/field-words";
import type { RiskEditState } from "@/components/risk/page/use-edit";
import type { RiskData } from "@/components/risk/shape";
import { Explain, type Term } from "@/components/ui/explain";
import { formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { meanOf } from "@/domain/risk/amount";
import { likelihoodBand } from "@/domain/risk/band-text";
import type { RiskPatch } from "@/domain/risk/input";
import { bandOf } from "@/domain/risk/matrix";
import { DISTRIBUTION_LABELS, DISTRIBUTIONS, type Distribution } from "@/domain/risk/response";
import { minorDigits, readAmount } from "@/domain/shared/money";

const MEAN: Record<Distribution, string> = {
  fixed: "the likely amount",
  triangular: "(low + likely + high) ÷ 3",
  pert: "(low + 4 × likely + high) ÷ 6",
};

/** As typed into a field: "250000" or "1234.5". */
const plainAmount = (minor: number | null, currency: string): string =>
  minor === null ? "" : `${minor / 10 ** minorDigits(currency)}`;

/** " · likely, 35–60 %": the step of the matrix in use whose band holds the chance; empty where its steps have none. */
function bandWords({ likelihoods }: RiskData["matrix"]["definition"], chance: number): string {
  const step = likelihoods[bandOf(likelihoods, chance) ?? -1];
  return step ? ` · ${[step.name, likelihoodBand(step)].filter(Boolean).join(", ")}` : "";
}

/** The mean of the stated amounts in minor units; null while they are not complete. */
function meanLoss({ lossLow, lossLikely, lossHigh, distribution }: RiskData): number | null {
  if (lossLikely === null) return null;
  if (distribution === "fixed") return lossLikely;
  if (lossLow === null || lossHigh === null) return null;
  return meanOf({ low: lossLow, likely: lossLikely, high: lossHigh, distribution });
}

function readFraction(text: string): number | null | undefined {
  const plain = text.replace("%", "").replace(",", ".").trim();
  if (plain === "") return null;
  const value = Number(plain) / 100;
  return value >= 0 && value <= 1 ? value : undefined;
}

/** Expected loss opened to its terms, each edited where it stands. */
export function MoneySection({ page, edit }: { page: RiskData; edit: RiskEditState | null }) {
  const { currency, kind } = page;
  const noun = kind === "opportunity" ? "gain" : "loss";
  const exact = (minor: number | null) => (minor === null ? null : exactMoney(minor, currency));
  const mean = meanLoss(page);
  const terms: Term[] = [
    { label: "Probability", value: percentText(page.probability) || "not stated" },
    {
      label: `Mean ${noun}`,
      value: mean === null ? "not stated" : formatMoney(mean, currency),
      note: MEAN[page.distribution],
    },
  ];
  const expected = page.expectedValue === null ? null : Math.abs(page.expectedValue);
  const saveAmount = (field: "lossLow" | "lossLikely" | "lossHigh" | "contingency", label: string) =>
    edit
      ? {
          onSave: async (text: string) => {
            if (text.trim() === "") return edit.save(label, { [field]: null } as RiskPatch);
            const read = readAmount(text, currency);
            return read.ok ? edit.save(label, { [field]: read.minor } as RiskPatch) : read.because;
          },
        }
      : {};
  const amount = (field: "lossLow" | "lossLikely" | "lossHigh", label: string) => (
    <EditableFact
      label={label}
      value={plainAmount(page[field], currency)}
      control={{ kind: "number" }}
      hint={`In ${currency}, such as 250k or 1.2M.`}
      {...saveAmount(field, `${label} ${noun}`)}
    >
      {exact(page[field])}
    </EditableFact>
  );
  return (
    <Section
      id="money"
      name={kind === "opportunity" ? "Expected gain" : "Expected loss"}
      aside={currency}
      sentence={
        expected === null ? (
          `No expected ${noun}: a probability and an amount are needed.`
        ) : (
          <>
            It is worth{" "}
            <Explain
              explanation={{
                title: kind === "opportunity" ? "Expected gain" : "Expected loss",
                formula: `${percentText(page.probability)} × ${formatMoney(mean, currency)} = ${formatMoney(expected, currency)}`,
                terms,
                source: "as stated below",
              }}
            >
              {formatMoney(expected, currency)}
            </Explain>{" "}
            on average: {percentText(page.probability)} of {formatMoney(mean, currency)}.
          </>
        )
      }
    >
      <dl>
        <EditableFact
          label="Probability"
          value={page.probability === null ? "" : `${Math.round(page.probability * 10_000) / 100}`}
          control={{ kind: "number" }}
          hint="In per cent, within twelve months. The residual’s likelihood moves only by assessing it."
          {...(edit
            ? {
                onSave: async (text: string) => {
                  const probability = readFraction(text);
                  return probability === undefined
                    ? "Give a percentage from 0 to 100."
                    : edit.save("Probability", { probability });
                },
              }
            : {})}
        >
          {page.probability === null ? null : (
            <>
              {percentText(page.probability)}
              <span className="text-ink-2">{bandWords(page.matrix.definition, page.probability)}</span>
            </>
          )}
        </EditableFact>
        <EditableFact
          label="Spread"
          value={page.distribution}
          control={{
            kind: "choice",
            options: DISTRIBUTIONS.map((value) => ({ value, label: DISTRIBUTION_LABELS[value] })),
          }}
          hint="Fixed reads only the likely amount. Triangular and PERT need all three."
          {...(edit
            ? { onSave: (text: string) => edit.save("Spread", { distribution: (text || "fixed") as Distribution }) }
            : {})}
        >
          {DISTRIBUTION_LABELS[page.distribution]}
          <span className="text-ink-2 text-note"> · mean is {MEAN[page.distribution]}</span>
        </EditableFact>
        {amount("lossLow", "Low")}
        {amount("lossLikely", "Likely")}
        {amount("lossHigh", "High")}
        <EditableFact
          label="Common cause"
          value={page.correlationGroup ?? ""}
          control={{ kind: "text" }}
          hint="Risks of one group come true together in the simulation."
          {...(edit ? { onSave: (text: string) => edit.save("Common cause", { correlationGroup: text }) } : {})}
        >
          {page.correlationGroup}
        </EditableFact>
        <EditableFact
          label="Contingency held"
          value={plainAmount(page.contingency, currency)}
          control={{ kind: "number" }}
          hint={`Money set aside for it, in ${currency}.`}
          {...saveAmount("contingency", "Contingency held")}
        >
          {exact(page.contingency)}
        </EditableFact>
      </dl>
    </Section>
  );
}
