import type { AttentionReason, Standing } from "../pack/standing";
import {
  counted,
  countWord,
  joinClauses,
  partOf,
  plural,
  sentence,
  sentenceCase,
  shorten,
  verb,
} from "../shared/sentence";
import { isActive } from "./active";
import type { Attention, InitiativeAttention } from "./attention";
import { INITIATIVE_STAGE_LABELS, type InitiativeStage } from "./choice";
import type { StageStay } from "./lifecycle";

type Cell = { stage: InitiativeStage | null; standing: Standing; count: number };
type Worst = { title: string; reasons: readonly Attention[] };

const LONGEST_TITLE = 90;

/** As in the middle of a sentence; a code ("R-31") or an abbreviation stays as it is. */
const lowerFirst = (text: string): string =>
  /^[A-Z][A-Z0-9-]/.test(text) ? text : text.charAt(0).toLocaleLowerCase("en") + text.slice(1);

const sum = (cells: readonly Cell[], keep: (cell: Cell) => boolean): number =>
  cells.filter(keep).reduce((total, { count }) => total + count, 0);

const atWork = ({ stage }: Cell): boolean => isActive({ stage, archived: false });

/** What the rows of the register come to. Retired initiatives ask for nothing and are left out. */
export function registerHeadline(cells: readonly Cell[], filtered: boolean): string {
  const all = sum(cells, () => true);
  if (all === 0) return filtered ? "No initiative matches these conditions." : "No initiative is recorded yet.";
  const active = sum(cells, atWork);
  const [one, many] = filtered
    ? ["initiative shown", "initiatives shown"]
    : ["active initiative", "active initiatives"];
  if (active === 0)
    return sentence(`${partOf(all, all, "initiative shown", "initiatives shown")} ${verb(all, "is", "are")} retired`);
  const of = (standing: Standing) => sum(cells, (cell) => cell.standing === standing && atWork(cell));
  const [bad, stale, watch] = [of("bad"), of("stale"), of("watch")];
  const needing = bad + stale + watch;
  const part = partOf(needing, active, one, many);
  if (needing === 0) return sentence(active === 1 ? `the one ${one} needs no attention` : `${part} needs attention`);
  const kinds = [
    { count: bad, one: "is off track", many: "are off track", them: "off track" },
    { count: stale, one: "has no fresh data", many: "have no fresh data", them: "without fresh data" },
    { count: watch, one: "is on watch", many: "are on watch", them: "on watch" },
  ].filter(({ count }) => count > 0);
  const [worst, second] = kinds;
  if (worst && !second) return sentence(`${part} ${verb(needing, worst.one, worst.many)}`);
  const worstOf = worst ? `, ${countWord(worst.count)} of them ${worst.them}` : "";
  return sentence(`${part} ${verb(needing, "needs", "need")} attention${worstOf}`);
}

/** What a reason says, in the middle of a sentence; a model of the same name is said once. */
function whyWords({ words, model }: Attention, title: string): string {
  const same = model !== null && model.name.toLocaleLowerCase("en") === title.toLocaleLowerCase("en");
  return lowerFirst(same ? words.replace(`Model ${shorten(model.name, 60)}`, "its model") : words);
}

const REASON_COUNTS: Record<AttentionReason, (n: number) => string> = {
  model_critical: (n) => `${countWord(n)} ${verb(n, "has", "have")} a critical model`,
  target_past: (n) =>
    `${countWord(n)} ${verb(n, "is", "are")} past ${plural(n, "its target date", "their target dates")}`,
  model_no_data: (n) => `${countWord(n)} ${verb(n, "has", "have")} a model without data`,
  not_updated: (n) => `${countWord(n)} ${verb(n, "has", "have")} had nothing recorded for 30 days`,
  model_warning: (n) => `${countWord(n)} ${verb(n, "has", "have")} a model in warning`,
  no_owner: (n) => `${countWord(n)} ${verb(n, "has", "have")} no owner`,
  risk_imminent: (n) => `${countWord(n)} ${verb(n, "has", "have")} a red and imminent risk`,
  risk_beyond: (n) => `${countWord(n)} ${verb(n, "has", "have")} a risk above tolerance`,
  response_overdue: (n) => `${countWord(n)} ${verb(n, "has", "have")} an overdue response to a risk`,
  acceptance_lapsed: (n) => `${countWord(n)} ${verb(n, "has", "have")} a lapsed acceptance of a risk`,
  risk_raised: (n) => `${countWord(n)} ${verb(n, "has", "have")} a risk raised by a live breach`,
};

/** How many of the listed ones are retired: in the list, but in no count of active ones. */
export const retiredOf = (cells: readonly Cell[]): number => sum(cells, (cell) => !atWork(cell));

/** The worst ones by name, then how often each reason holds, then how many retired ones stand among them. */
export function registerLead(
  reasons: Readonly<Record<AttentionReason, number>>,
  worst: readonly Worst[],
  retired = 0,
): string {
  const named = worst
    .slice(0, 2)
    .flatMap(({ title, reasons: [first] }) => (first ? [`${shorten(title, 60)}: ${whyWords(first, title)}`] : []));
  const counts = Object.entries(REASON_COUNTS)
    .map(([reason, words]) => ({ count: reasons[reason as AttentionReason], words }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ count, words }) => words(count));
  return [
    ...(named.length ? [sentence(named.join("; "))] : []),
    ...(counts.length ? [sentence(joinClauses(counts))] : []),
    ...(retired > 0
      ? [sentence(`${counted(retired, "retired initiative")} ${verb(retired, "is", "are")} listed too`)]
      : []),
  ].join(" ");
}

type Page = { title: string; stage: InitiativeStage | null; archivedAt: Date | null; attention: InitiativeAttention };

const STATES: Record<Exclude<Standing, "good">, string> = {
  bad: "is off track",
  stale: "has no fresh data",
  watch: "is on watch",
};

/** How one initiative stands, as the headline of its page. */
export function initiativeHeadline({ title, stage, archivedAt, attention }: Page): string {
  const name = shorten(title, LONGEST_TITLE);
  const [first, ...more] = attention.reasons;
  if (archivedAt) return `${name} is archived.`;
  if (stage === "retired") return `${name} is retired.`;
  if (attention.status === "good" || !first)
    return stage
      ? `${name} stands at ${INITIATIVE_STAGE_LABELS[stage].toLowerCase()} and is on track.`
      : `${name} is on track; its stage is not stated.`;
  const second = more.find(({ standing }) => standing === attention.status);
  const why = [first, ...(second ? [second] : [])].map((reason) => whyWords(reason, title)).join(", and ");
  return sentence(`${name} ${STATES[attention.status]}: ${why}`);
}

const DAY_MS = 86_400_000;

/** "three days", "seven weeks", "eleven months", "two years": whole, rounded down, at least one day. */
export function durationWords(from: Date, to: Date): string {
  const days = Math.max(0, Math.floor((to.getTime() - from.getTime()) / DAY_MS));
  if (days < 14) return days === 0 ? "less than a day" : counted(days, "day");
  if (days < 61) return counted(Math.floor(days / 7), "week");
  if (days < 731) return counted(Math.floor(days / 30.44), "month");
  return counted(Math.floor(days / 365.25), "year");
}

/** How long it has stood where it stands, and what lies behind it. */
export function standsSentence(stays: readonly StageStay[], at: Date): string {
  const now = stays.at(-1);
  if (!now) return "No stage has been stated yet.";
  if (now.to) return "Its stage is no longer stated.";
  const behind = new Set(
    stays
      .slice(0, -1)
      .map(({ stage }) => stage)
      .filter((stage) => stage !== now.stage),
  ).size;
  const where = INITIATIVE_STAGE_LABELS[now.stage].toLowerCase();
  const stay = `${sentenceCase(durationWords(now.from, at))} ${now.stage === "retired" ? "retired" : `at ${where}`}`;
  return behind === 0 ? `${stay}, its first recorded stage.` : `${stay}, ${counted(behind, "stage")} behind it.`;
}
