"use client";

import { formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { agreementOf, agreementSentence, exposureSentence, METHOD_MEANING } from "@/domain/risk/exposure-sentence";
import { Contingency } from "./contingency";
import { ExceedanceChart } from "./exceedance-chart";
import { amountUnit } from "./exposure-view";
import { MOST_DRIVERS, type NamedRisk, TailDrivers } from "./tail-drivers";
import type { ExposurePart, PlayedExposure } from "./use-played";

export type ExposurePanelProps = {
  id: string;
  currency: string;
  locale?: string | undefined;
  now: ExposurePart;
  /** As they stood at the end of a day, ISO. */
  before?: ({ on: string } & ExposurePart) | null;
  played: PlayedExposure;
  named?: ReadonlyMap<string, NamedRisk>;
  /** What else is in no sum. */
  note?: string;
};

const NAME = "Exposure over 12 months";

/** What the open risks may cost: played in a worker, drawn, told, with what to hold and what drives the tail. */
export function ExposurePanel(props: ExposurePanelProps) {
  const { id, currency, locale, now, before, named, note = "" } = props;
  const { now: current, before: earlier } = props.played;
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  const { figures } = current;
  const fault = current.fault ?? earlier.fault;
  if (now.risks.length === 0)
    return (
      <Section id={id} name={NAME}>
        <p className="text-ink-2">No open risk has a probability and an amount yet, so nothing can be played.</p>
      </Section>
    );
  return (
    <Section
      id={id}
      name={NAME}
      {...(figures
        ? { aside: `chance of losing more, ${amountUnit({ name: NAME, currency, now: figures }).name}` }
        : {})}
      sentence={figures ? exposureSentence(figures, money, "year") : fault ? undefined : NO_WORDS_YET}
    >
      {fault ? <p role="alert">{fault}</p> : null}
      {figures ? (
        <div aria-busy={current.isRunning || earlier.isRunning}>
          <ExceedanceChart
            {...{ name: NAME, currency, locale, now: figures }}
            before={before && earlier.figures ? { on: before.on, figures: earlier.figures } : null}
            awaited={before && !earlier.figures && !fault ? before.on : null}
          />
          {agreementOf(figures) === "agree" ? null : <p className="mt-3">{agreementSentence(figures, money)}</p>}
          <Contingency {...{ figures, money }} />
          <TailDrivers {...{ figures, money, locale }} named={named ?? NOBODY} />
          <p className="mt-3 text-ink-2 text-note">
            {METHOD_MEANING[figures.method]} {leftSentence(now.left, money)} {note}
          </p>
        </div>
      ) : fault ? null : (
        <div className="skeleton opacity-30" style={{ height: heightOf(now.risks.length, Boolean(before)) }} />
      )}
    </Section>
  );
}

const NO_WORDS_YET = "\u00a0"; // keeps the line of the sentence

/** Pixels the panel will take, so that nothing below it moves when the figures come. */
const heightOf = (risks: number, hasBefore: boolean): number =>
  BARE + (hasBefore ? TABLE_ROW : 0) + Math.min(risks, MOST_DRIVERS) * DRIVER_ROW;
const BARE = 600;
const TABLE_ROW = 35;
const DRIVER_ROW = 33;

const NOBODY: ReadonlyMap<string, NamedRisk> = new Map();

function leftSentence({ count, expected }: ExposurePart["left"], money: (minor: number) => string): string {
  if (count === 0) return "";
  const who = count === 1 ? "One smaller risk counts" : `${count} smaller risks count`;
  return `${who} with the expected loss, ${money(expected)}, in every trial.`;
}
