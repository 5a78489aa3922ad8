import { formatNumber, formatSpokenDay } from "../shared/figure";
import { counted, countWord, joinClauses, listOf, partOf, plural, sentence, verb } from "../shared/sentence";
import type { AttentionReason, Standing } from "./standing";

export type StandingTotals = Readonly<Record<Standing, number>>;
export type ModelTotals = {
  readonly live: number;
  readonly outside: number;
  readonly noData: number;
  /** Live, but no rule watches them: neither inside nor outside. */
  readonly unmeasured?: number;
};

const total = (counts: StandingTotals): number => counts.bad + counts.stale + counts.watch + counts.good;

/** "Two of nine live models are outside their limits", or why that cannot be said. */
export function limitsClause({ live, outside, noData, unmeasured = 0 }: ModelTotals): string {
  if (live === unmeasured) return "no live model is measured yet";
  if (outside > 0) {
    const whose = outside === 1 ? "is outside its limits" : "are outside their limits";
    return `${partOf(outside, live, "live model")} ${whose}`;
  }
  if (noData === live) return `${partOf(noData, live, "live model")} ${verb(noData, "sends", "send")} no data`;
  if (noData > 0)
    return `no live model is outside its limits, but ${countWord(noData)} ${verb(noData, "sends", "send")} no data`;
  if (unmeasured > 0)
    return `no live model is outside its limits, but ${countWord(unmeasured)} ${verb(unmeasured, "is", "are")} not yet measured`;
  return live === 1
    ? "the one live model is inside its limits"
    : `${partOf(live, live, "live model")} are inside their limits`;
}

/** "three of 45 initiatives are off track", "every initiative is on track". */
export function trackClause(counts: StandingTotals): string {
  const all = total(counts);
  if (all === 0) return "no initiative is recorded yet";
  if (counts.bad > 0) return `${partOf(counts.bad, all, "initiative")} ${verb(counts.bad, "is", "are")} off track`;
  if (counts.good === all)
    return all === 1 ? "the one initiative is on track" : `all ${countWord(all)} initiatives are on track`;
  return "no initiative is off track";
}

/** The headline of the overview and of the first page: models first, then the portfolio. */
export const summaryHeadline = (models: ModelTotals, counts: StandingTotals): string =>
  models.live === 0 && total(counts) === 0
    ? "No initiative and no live model is recorded yet."
    : sentence(`${limitsClause(models)}, and ${trackClause(counts)}`);

export type Changes = {
  readonly forward: number;
  readonly back: number;
  readonly added: number;
  readonly archived: number;
  readonly alertsOpened: number;
  readonly alertsClosed: number;
  readonly fields: number;
  readonly initiatives: number;
};

type Event = { readonly count: number; readonly noun: string; readonly words: string };

/** A period in which nothing was recorded. */
export const QUIET: Changes = {
  forward: 0,
  back: 0,
  added: 0,
  archived: 0,
  alertsOpened: 0,
  alertsClosed: 0,
  fields: 0,
  initiatives: 0,
};

/** The noun is said once: "three initiatives moved forward, one moved back and two alerts opened". */
function eventClauses(events: readonly Event[]): string {
  let said = "";
  const clauses = events
    .filter(({ count }) => count > 0)
    .map(({ count, noun, words }) => {
      const number = noun === said ? countWord(count) : counted(count, noun);
      said = noun;
      return `${number} ${words}`;
    });
  return joinClauses(clauses);
}

const isQuiet = ({ forward, back, added, archived, alertsOpened, alertsClosed, fields }: Changes): boolean =>
  forward + back + added + archived + alertsOpened + alertsClosed + fields === 0;

const clausesOf = ({ forward, back, added, archived, alertsOpened, alertsClosed }: Changes): string =>
  eventClauses([
    { count: forward, noun: "initiative", words: "moved forward" },
    { count: back, noun: "initiative", words: "moved back" },
    { count: added, noun: "initiative", words: `${verb(added, "was", "were")} added` },
    { count: archived, noun: "initiative", words: `${verb(archived, "was", "were")} archived` },
    { count: alertsOpened, noun: "alert", words: "opened" },
    { count: alertsClosed, noun: "alert", words: "closed" },
  ]);

/** The two instants compared; a date of another year than `asOf` is said with its year. */
type Period = { readonly since: Date | null; readonly asOf: Date; readonly timeZone: string };

const day = ({ since, asOf, timeZone }: Period): string => (since ? formatSpokenDay(since, asOf, timeZone) : "");

/** "Since 22 October three initiatives moved forward and one alert opened." */
export function sinceSentence(changes: Changes, period: Period): string {
  if (!period.since) return "There is no earlier date to compare with.";
  if (isQuiet(changes)) return `No change was recorded since ${day(period)}.`;
  const clauses = clausesOf(changes);
  return clauses === ""
    ? sentence(`since ${day(period)} only details changed: ${fieldsClause(changes)}`)
    : sentence(`since ${day(period)} ${clauses}`);
}

/** What happened after a pack, for the list of packs: "One initiative moved forward and two alerts opened." */
export function changesSinceWords(changes: Changes): string {
  if (isQuiet(changes)) return "Nothing was recorded since.";
  const clauses = clausesOf(changes);
  return sentence(clauses === "" ? `only details: ${fieldsClause(changes)}` : clauses);
}

const fieldsClause = ({ fields, initiatives }: Changes): string =>
  `${counted(fields, "field")} in ${counted(initiatives, "initiative")}`;

export function changesHeadline(changes: Changes, period: Period): string {
  if (!period.since) return "This is the first pack: there is no earlier date to compare with.";
  if (isQuiet(changes)) return `No change was recorded since ${day(period)}.`;
  const clauses = clausesOf(changes);
  return sentence(clauses === "" ? `only details changed since ${day(period)}` : `${clauses} since ${day(period)}`);
}

export function changesStandfirst(changes: Changes): string {
  if (changes.fields === 0) return "No field of an initiative was edited.";
  return `${sentence(`${fieldsClause(changes)} ${verb(changes.fields, "was", "were")} edited`)} Dates, people and stages are listed with author and reason, details are counted.`;
}

export function movesConclusion({ forward, back }: Changes): string {
  if (forward + back === 0) return "No initiative changed its stage.";
  if (back === 0) return sentence(`${counted(forward, "move")} forward, none back`);
  return sentence(`${forward === 0 ? "none" : countWord(forward)} forward, ${countWord(back)} back`);
}

/** "Four of six measures are unchanged." counts are compared by what better means for each. */
export function countsConclusion(
  counts: readonly { before: number; now: number; better: "lower" | "higher" | "neither" }[],
): string {
  const judged = counts.filter(({ better }) => better !== "neither");
  const worse = judged.filter(({ before, now, better }) => (better === "lower" ? now > before : now < before)).length;
  const better = judged.filter(({ before, now, better }) => (better === "lower" ? now < before : now > before)).length;
  if (judged.length === 0) return "No measure is compared.";
  if (worse === 0 && better === 0) return "No measure got better or worse.";
  if (worse === 0) return sentence(`${partOf(better, judged.length, "measure")} got better, none worse`);
  if (better === 0) return sentence(`${partOf(worse, judged.length, "measure")} got worse, none better`);
  return sentence(`${counted(worse, "measure")} got worse, ${countWord(better)} better`);
}

export function portfolioHeadline(counts: StandingTotals): string {
  const all = total(counts);
  if (all === 0) return "No initiative is recorded yet.";
  const rest = joinClauses([
    counts.bad > 0 ? `${countWord(counts.bad)} ${verb(counts.bad, "is", "are")} off track` : null,
    counts.stale > 0 ? `${countWord(counts.stale)} ${verb(counts.stale, "has", "have")} no fresh data` : null,
    counts.watch > 0 ? `${countWord(counts.watch)} ${verb(counts.watch, "is", "are")} on watch` : null,
  ]);
  const onTrack = `${partOf(counts.good, all, "initiative")} ${verb(counts.good, "is", "are")} on track`;
  return sentence(rest === "" ? onTrack : `${onTrack}; ${rest}`);
}

type InPack = { readonly total: number; readonly withheld: number };

/** "43 of 44; 1 restricted initiative is not in this pack": beside a count; null when all are in it. */
export const withheldNote = ({ total: shown, withheld }: InPack): string | null =>
  withheld === 0
    ? null
    : `${formatNumber(shown)} of ${formatNumber(shown + withheld)}; ${formatNumber(withheld)} restricted ${plural(withheld, "initiative")} ${verb(withheld, "is", "are")} not in this pack`;

/** The same as a sentence of its own. */
export function withheldSentence({ total: shown, withheld }: InPack): string | null {
  if (withheld === 0) return null;
  const clause = `${partOf(shown, shown + withheld, "active initiative")} ${verb(shown, "is", "are")} in this pack`;
  return sentence(`${clause}; ${counted(withheld, "restricted initiative")} ${verb(withheld, "is", "are")} not`);
}

const REASON_NAMES: Record<AttentionReason, string> = {
  model_critical: "a model in critical state",
  target_past: "a target date in the past",
  model_no_data: "a model without data",
  not_updated: "no update for 30 days",
  model_warning: "a model in warning state",
  no_owner: "no owner",
  risk_imminent: "a red and imminent risk",
  risk_beyond: "a risk above tolerance",
  response_overdue: "an overdue response to a risk",
  acceptance_lapsed: "a lapsed acceptance of a risk",
  risk_raised: "a risk raised by a live breach",
};

/** Which reason is met most often, and how often. */
export function portfolioStandfirst(reasons: Readonly<Partial<Record<AttentionReason, number>>>, all: number): string {
  const [first, second] = Object.entries(reasons)
    .filter((entry): entry is [AttentionReason, number] => (entry[1] ?? 0) > 0)
    .sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0], "en"));
  if (all === 0) return "Initiatives appear here as soon as they are entered or imported.";
  if (!first) return "No initiative has a reason for attention.";
  const firstClause = `the most frequent reason is ${REASON_NAMES[first[0]]}, in ${counted(first[1], "initiative")}`;
  return sentence(second ? `${firstClause}, then ${REASON_NAMES[second[0]]}, in ${countWord(second[1])}` : firstClause);
}

/** How many rows stand here and where the others are. */
export function capSentence(shown: number, all: number): string | null {
  return shown >= all
    ? null
    : `The first ${formatNumber(shown)} of ${formatNumber(all)}; the rest are in the register.`;
}

/** The stage at which most initiatives stand. */
export function stageConclusion(stages: readonly { label: string; count: number }[]): string {
  const all = stages.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return "No initiative is recorded yet.";
  const most = Math.max(...stages.map(({ count }) => count));
  const largest = stages.filter(({ count }) => count === most).map(({ label }) => label);
  if (largest.length > 3) return "No stage stands out.";
  const each = largest.length === 1 ? countWord(most) : `${countWord(most)} each`;
  return sentence(`${listOf(largest)} ${verb(largest.length, "holds", "hold")} the most: ${each}`);
}
