import { formatMoney } from "@/components/ui/format";
import { likelihoodBand, shortBand } from "@/domain/risk/band-text";
import { commonTolerance } from "@/domain/risk/common-tolerance";
import { exposureOf } from "@/domain/risk/exposure-figures";
import { exposureSentence, limitSentence } from "@/domain/risk/exposure-sentence";
import { levelOf, type MatrixDefinition } from "@/domain/risk/matrix";
import { moneyText } from "@/domain/risk/money-text";
import { exposureMoved } from "@/domain/risk/movement";
import { compareSeverity, type Severity } from "@/domain/risk/severity";
import type { ExposedRisk } from "@/domain/risk/simulate";
import { formatSpokenDay } from "@/domain/shared/figure";
import { printNumber } from "@/domain/shared/number";
import { counted, countWord, listOf, partOf, sentence, verb } from "@/domain/shared/sentence";
import type { PackData } from "./data";

export type PackRisks = NonNullable<PackData["risks"]>;
export type TopRisk = PackRisks["rows"][number];

export type RiskTotals = { open: number; beyond: number; unstated: number; expected: number; raised: number };
export type RiskMark = PackRisks["marks"][number];

/** What the record holds of open risks at an instant, as far as a pack prints it. Amounts are minor units. */
export type RiskSide = { totals: RiskTotals; risks: ExposedRisk[]; left: number };

export type RiskFindings = {
  now: RiskSide;
  before: RiskSide | null;
  definition: MatrixDefinition;
  tolerances: readonly Severity[];
  currency: string;
  limit: { amount: number; chance: number } | null;
  seed: string;
  withheld: number;
  cells: readonly { likelihood: number; impact: number; count: number }[];
  marks: RiskMark[];
  whole: boolean;
  rows: TopRisk[];
  /** The highest score among those that are not in the rows; null without any. */
  highestOther: number | null;
  opened: { codes: readonly string[]; count: number };
  closed: { codes: readonly string[]; count: number };
};

type Period = { since: Date | null; asOf: Date; timeZone: string };
const percent = (chance: number) => printNumber(chance, { percent: true, digits: chance > 0 && chance < 0.01 ? 1 : 0 });

type Played = PackRisks["exposure"];

/** The figures of both dates, from the same seed; null where no open risk states what it may cost. */
function playedOf({ now, before, limit, seed }: RiskFindings): Played {
  if (now.risks.length === 0) return null;
  const play = (side: RiskSide, reach: number) => {
    const {
      expected,
      p50,
      p80,
      p90,
      curve,
      limit: found,
    } = exposureOf(side.risks, {
      ...{ seed, limit, reach, base: Math.round(side.left) },
    });
    return { expected, p50, p80, p90, curve, limit: found };
  };
  const current = play(now, 0);
  return { now: current, before: before && before.risks.length > 0 ? play(before, current.curve.to) : null };
}

/** "The chance of losing more than $5.00 M in a year rose from 8 % to 25 %." */
function headlineOf({ now, currency }: RiskFindings, played: Played): string {
  const money = (minor: number) => moneyText(minor, currency);
  if (!played)
    return sentence(
      `${counted(now.totals.open, "risk")} ${verb(now.totals.open, "is", "are")} open; none states what it may cost`,
    );
  const [limit, was] = [played.now.limit, played.before?.limit];
  if (!limit) return exposureSentence(played.now, money, "year");
  if (!was) return limitSentence({ limit }, money) ?? "";
  const [before, after] = [percent(was.found), percent(limit.found)];
  const moved =
    before === after ? `stands at ${after}` : `${limit.found > was.found ? "rose" : "fell"} from ${before} to ${after}`;
  return sentence(`the chance of losing more than ${money(limit.amount)} in a year ${moved}`);
}

function standfirstOf(found: RiskFindings, played: Played, { since, asOf, timeZone }: Period): string {
  const { now, before, currency, limit, withheld } = found;
  const totals = { movements: [], openAfter: now.totals.open, expectedAfter: now.totals.expected };
  return [
    limit && played ? sentence(`the appetite is ${percent(limit.chance)}`) : null,
    sentence(
      `${partOf(now.totals.beyond, now.totals.open, "open risk")} ${verb(now.totals.beyond, "is", "are")} beyond appetite`,
    ),
    now.totals.raised > 0
      ? sentence(`${countWord(now.totals.raised)} ${verb(now.totals.raised, "stands", "stand")} raised by rule`)
      : null,
    since && before
      ? exposureMoved({ ...totals, openBefore: before.totals.open, expectedBefore: before.totals.expected }, currency, {
          since,
          now: asOf,
          timeZone,
        })
      : null,
    withheld > 0
      ? sentence(
          `${counted(withheld, "risk")} of restricted initiatives ${verb(withheld, "is", "are")} not in this pack`,
        )
      : null,
  ]
    .filter(Boolean)
    .join(" ");
}

/** What the table leaves out, and what came and went. */
function restOf(
  { now, rows, highestOther, opened, closed, currency }: RiskFindings,
  { since, asOf, timeZone }: Period,
): string {
  const others = now.totals.open - rows.length;
  const held = rows.reduce((sum, { expected }) => sum + (expected ?? 0), 0);
  const names = ({ codes, count }: RiskFindings["opened"]) =>
    listOf(
      count > codes.length ? [...codes, ...Array.from({ length: count - codes.length }, () => "")] : codes,
      codes.length || 1,
    );
  return [
    others > 0
      ? sentence(
          `the other ${counted(others, "risk")} ${verb(others, "holds", "hold")} ${moneyText(now.totals.expected - held, currency)} of expected loss${highestOther === null ? "" : `; none scores above ${highestOther}`}`,
        )
      : null,
    since && opened.count > 0
      ? sentence(`new since ${formatSpokenDay(since, asOf, timeZone)}: ${names(opened)}`)
      : null,
    closed.count > 0 ? sentence(`closed: ${names(closed)}`) : null,
  ]
    .filter(Boolean)
    .join(" ");
}

/** The page of risks as data: every sentence and every figure of it. Null where no risk is open. */
export function risksSection(found: RiskFindings, period: Period): PackData["risks"] {
  const { definition, now, cells, currency, tolerances } = found;
  if (now.totals.open === 0) return null;
  const { likelihoods, impacts, levels } = definition;
  const tolerance = commonTolerance(tolerances);
  const severities = likelihoods.map((_, likelihood) =>
    impacts.map((__, impact) => levels[levelOf(definition, likelihood, impact)]?.severity ?? "green"),
  );
  const played = playedOf(found);
  return {
    headline: headlineOf(found, played),
    standfirst: standfirstOf(found, played, period),
    ...{ total: now.totals.open, beyond: now.totals.beyond, expected: now.totals.expected, currency },
    matrix: {
      likelihoods: likelihoods.map((step) => ({ name: step.name, band: likelihoodBand(step) })),
      impacts: impacts.map((step) => ({
        name: step.name,
        band: shortBand(step, (minor) => formatMoney(minor, currency)),
      })),
      severities,
      beyond: severities.map((row) => row.map((each) => tolerance !== null && compareSeverity(each, tolerance) > 0)),
    },
    marks: found.marks,
    counts: found.whole
      ? null
      : likelihoods.map((_, likelihood) =>
          impacts.map(
            (__, impact) => cells.find((cell) => cell.likelihood === likelihood && cell.impact === impact)?.count ?? 0,
          ),
        ),
    elsewhere: now.totals.open - cells.reduce((sum, { count }) => sum + count, 0),
    exposure: played,
    rows: found.rows,
    rest: restOf(found, period),
  };
}
