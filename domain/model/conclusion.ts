import type { AlertLevel } from "../metric/episode";
import { spokenPointDay } from "../metric/point-date";
import { daysBetween, formatMeasure } from "../shared/figure";
import { counted, countWord, sentence, verb } from "../shared/sentence";

type When = { asOf: Date; timeZone: string };
type Rule = { active: boolean; open: { level: AlertLevel } | null; fired: readonly unknown[] };

const partWords = (part: number, whole: number): string => {
  if (part < whole) return `${countWord(part)} of ${countWord(whole)}`;
  return whole === 1 ? "it" : whole === 2 ? "both" : `all ${countWord(whole)}`;
};

/** Over the rules of a model: how many fire, and how often they did. */
export function rulesSentence(rules: readonly Rule[]): string {
  const active = rules.filter((rule) => rule.active);
  if (active.length === 0)
    return rules.length === 0
      ? "No rule watches this model: nobody is told when it fails."
      : "Every rule is disabled: nobody is told when it fails.";
  const firing = active.filter(({ open }) => open !== null).length;
  const quiet = active.filter(({ fired }) => fired.length === 0).length;
  if (firing === 0)
    return quiet === active.length
      ? sentence(
          active.length === 1
            ? "the one rule has not fired in the last year"
            : `none of ${counted(active.length, "rule")} fired in the last year`,
        )
      : sentence(`no rule fires now; ${partWords(active.length - quiet, active.length)} did in the last year`);
  return sentence(`${countWord(firing)} of ${counted(active.length, "rule")} ${verb(firing, "fires", "fire")} now`);
}

type Alert = { level: AlertLevel; openedAt: Date; closedAt: Date | null };

/** Over the alerts of a model: what is open and since when, or when the last one closed. */
export function alertsSentence(alerts: readonly Alert[], { asOf, timeZone }: When): string {
  if (alerts.length === 0) return "No alert was raised in the last year.";
  const open = alerts.filter(({ closedAt }) => closedAt === null);
  if (open.length === 0) {
    const closed = alerts.flatMap(({ closedAt }) => (closedAt ? [closedAt.getTime()] : []));
    const day = spokenPointDay(new Date(Math.max(...closed)), asOf, timeZone);
    return sentence(`none is open; the last of ${counted(alerts.length, "alert")} closed on ${day}`);
  }
  const oldest = new Date(Math.min(...open.map(({ openedAt }) => openedAt.getTime())));
  const since = spokenPointDay(oldest, asOf, timeZone);
  const critical = open.filter(({ level }) => level === "critical").length;
  const clauses = `${counted(open.length, "alert")} ${verb(open.length, "is", "are")} open${open.length === 1 ? "" : ", the oldest"} since ${since}`;
  return sentence(
    critical > 0 && open.length > 1
      ? `${clauses}; ${countWord(critical)} ${verb(critical, "is", "are")} critical`
      : clauses,
  );
}

/** How long something holds: "17 d"; under a day it is said in words. */
export function lastingWords(from: Date, until: Date): string {
  const days = daysBetween(from, until);
  return days < 1 ? "today" : formatMeasure(days, "d");
}

type Version = { label: string; liveFrom: Date | null; liveTo: Date | null };

/** Over the versions of a model: which one works, since when, and which it replaced. */
export function versionsSentence(versions: readonly Version[], { asOf, timeZone }: When): string {
  const live = versions.find(({ liveTo }) => liveTo === null);
  if (versions.length === 0) return "No version has been seen yet.";
  if (!live) return "No version is at work now.";
  const since = live.liveFrom ? ` since ${spokenPointDay(live.liveFrom, asOf, timeZone)}` : "";
  const before = versions.find(({ liveTo, liveFrom }) => liveTo !== null && liveFrom !== null);
  return sentence(
    `version ${live.label} has been at work${since}${before ? `; it replaced version ${before.label}` : ""}`,
  );
}

type Course = { openedAt: Date; closedAt: Date | null; worst: AlertLevel };

/** What a rule that is not saved yet would have said: "It would have fired twice in the last 90 days, last on 3 November". */
export function previewSentence(episodes: readonly Course[], days: number, { asOf, timeZone }: When): string {
  const from = asOf.getTime() - days * 86_400_000;
  const recent = episodes.filter(({ closedAt }) => closedAt === null || closedAt.getTime() >= from);
  const last = recent.at(-1);
  if (!last) return `It would not have fired in the last ${days} days.`;
  const times = recent.length === 1 ? "once" : recent.length === 2 ? "twice" : `${countWord(recent.length)} times`;
  const day = spokenPointDay(last.openedAt, asOf, timeZone);
  const state = last.closedAt === null ? `; since ${day} it would fire still` : `, last on ${day}`;
  return sentence(`it would have fired ${times} in the last ${days} days${state}`);
}
