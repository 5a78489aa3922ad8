import { ExceedanceChart } from "@/components/risk/exceedance/exceedance-chart";
import type { RisksAsked } from "@/components/risk/register/asked";
import type { ExposureData } from "@/components/risk/register/shape";
import { formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { ExposureFigures } from "@/domain/risk/exposure-figures";
import { agreementSentence, exposureSentence } from "@/domain/risk/exposure-sentence";
import { counted, joinClauses, sentence, verb } from "@/domain/shared/sentence";

export type Played = { now: ExposureFigures | null; before: ExposureFigures | null; fault: string | null };

/** What is in no sum, in words. */
function leftOut({ now: { figures, left } }: ExposureData, money: (minor: number) => string): string {
  const clauses = joinClauses([
    figures.unstated > 0
      ? `${counted(figures.unstated, "open risk")} ${verb(figures.unstated, "states", "state")} no probability or no loss and ${verb(figures.unstated, "is", "are")} in no sum`
      : null,
    left.count > 0
      ? `the chances are of the largest; ${counted(left.count, "smaller one")} with ${money(left.expected)} expected ${verb(left.count, "is", "are")} not played`
      : null,
  ]);
  return clauses === "" ? "" : sentence(clauses);
}

/** The chance of losing more than any amount, now beside the day compared with, and where its two figures disagree. */
export function ExposureSection({
  exposure,
  asked,
  played,
  locale,
}: {
  exposure: ExposureData;
  asked: RisksAsked;
  played: Played;
  locale: string | undefined;
}) {
  const money = (minor: number) => formatMoney(minor, exposure.currency, locale ? { locale } : {});
  const { now, before, fault } = played;
  const left = leftOut(exposure, money);
  const none = exposure.now.risks.length === 0;
  return (
    <Section
      id="exposure"
      name="Exposure over 12 months"
      aside="chance of losing more"
      sentence={
        now && !none
          ? exposureSentence(now, money, "year")
          : none
            ? "No open risk states both a probability and a loss."
            : "Playing ten thousand years."
      }
    >
      {none ? (
        <p className="text-ink-2 text-table">
          State a probability and an amount on a risk, and the chances are drawn here.
        </p>
      ) : fault ? (
        <p role="alert" className="text-bad text-table">
          {fault}
        </p>
      ) : now ? (
        <>
          <ExceedanceChart
            name="Exposure over 12 months"
            currency={exposure.currency}
            locale={locale}
            now={now}
            before={
              before && exposure.before && exposure.before.risks.length > 0
                ? { on: asked.since, figures: before }
                : null
            }
          />
          <p className="mt-3 font-serif text-meaning">{agreementSentence(now, money)}</p>
        </>
      ) : (
        <div className="skeleton h-[440px] opacity-30" />
      )}
      {left ? <p className="mt-2 text-ink-2 text-note">{left}</p> : null}
    </Section>
  );
}
