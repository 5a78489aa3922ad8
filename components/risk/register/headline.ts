import type { ExposureData, MovedData } from "@/components/risk/register/shape";
import { formatMoney } from "@/components/ui/format";
import type { ExposureFigures } from "@/domain/risk/exposure-figures";
import { exposureSentence, limitSentence } from "@/domain/risk/exposure-sentence";
import { movedSentence } from "@/domain/risk/movement";
import type { RiskStatus } from "@/domain/risk/response";
import { counted, partOf, sentence, verb } from "@/domain/shared/sentence";

/** The conclusion: the chance beside the appetite, else what is expected; before the trials are played, what sums say. */
export function risksHeadline(
  { now: { figures }, currency, limit }: ExposureData,
  played: ExposureFigures | null,
  locale: string | undefined,
): string {
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  if (figures.open === 0) return "No risk is open.";
  if (played && played.risks > 0) return limitSentence(played, money) ?? exposureSentence(played, money, "year");
  if (figures.unstated === figures.open)
    return sentence(
      `${counted(figures.open, "risk")} ${verb(figures.open, "is", "are")} open; none states what it may cost`,
    );
  return `Expected loss is ${money(figures.expected)} over ${counted(figures.open, "open risk")}${limit ? `; the limit of a year is ${money(limit.amount)}` : ""}.`;
}

type Spoken = { since: Date; now: Date; timeZone: string };

/** How many are beyond appetite, what moved since the day compared with, and what is overdue. */
export function risksLead({ now: { figures } }: ExposureData, moved: MovedData | undefined, spoken: Spoken): string {
  const { open, beyond, overdueActions } = figures;
  const none = { openBefore: 0, openAfter: 0, expectedBefore: 0, expectedAfter: 0 };
  const sentences = [
    open === 0 ? null : sentence(`${partOf(beyond, open, "open risk")} ${verb(beyond, "is", "are")} beyond appetite`),
    moved ? movedSentence({ ...none, movements: moved.movements }, spoken) : null,
    overdueActions > 0
      ? sentence(`${counted(overdueActions, "action")} ${verb(overdueActions, "is", "are")} overdue`)
      : null,
  ];
  return sentences.filter(Boolean).join(" ");
}

type RiskFigures = ExposureData["now"]["figures"];
type Shown = { status: RiskStatus; expectedValue: number | null };

/** What the open risks of a page come to beside all of them; empty where none of them is open. */
export function closingText(
  rows: readonly Shown[],
  { now: { figures }, currency }: { now: { figures: Pick<RiskFigures, "open" | "expected"> }; currency: string },
  locale: string | undefined,
): string {
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  const shown = rows.filter(({ status }) => status === "open");
  if (shown.length === 0) return "";
  const all = `${money(figures.expected)} of expected loss`;
  if (shown.length >= figures.open) return `All ${counted(shown.length, "open risk")} together: ${all}.`;
  const sum = shown.reduce((total, { expectedValue }) => total + (expectedValue ?? 0), 0);
  return `The ${counted(shown.length, "open risk")} above ${verb(shown.length, "holds", "hold")} ${money(sum)}; all ${figures.open} together: ${all}.`;
}

/** What is in no sum. */
export function unstatedText({ now: { figures } }: ExposureData): string {
  const { unstated } = figures;
  if (unstated === 0) return "";
  return sentence(
    `${counted(unstated, "open risk")} ${verb(unstated, "states", "state")} no probability or no loss and ${verb(unstated, "is", "are")} in no sum`,
  );
}
