import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { alert, rule, ruleState } from "@/db/schema/metric";
import { type AlertLevel, type Episode, episodesOf } from "@/domain/metric/episode";
import { limitsOf } from "@/domain/metric/input";
import type { WindowSample } from "@/domain/metric/window";
import type { OrgContext } from "../../context";
import { alertsChanged } from "../../inngest/events";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { clearedAtOf, type WatchedRule, watchedIn, windowsIn } from "../queries";

export type Evaluated = { rules: number; opened: number; changed: number; closed: number };

type OpenAlert = { id: string; ruleId: string; level: AlertLevel; openedAt: Date };

type Step =
  | { kind: "open"; rule: WatchedRule; episode: Episode }
  | { kind: "level"; rule: WatchedRule; alertId: string; episode: Episode }
  | { kind: "close"; rule: WatchedRule; alertId: string; at: Date };

type Verdict = { rule: WatchedRule; steps: Step[]; evaluatedTo: Date | null };

const limitOf = (watched: WatchedRule, level: AlertLevel): number | null =>
  level === "no_data" ? null : watched[level];

function stepsOf(watched: WatchedRule, episodes: readonly Episode[], open: OpenAlert | undefined): Step[] {
  const last = episodes.at(-1);
  const now = last && last.closedAt === null ? last : null;
  const steps: Step[] = [];
  if (open && !now) {
    // Late or corrected points may have undone what opened it: an episode that ended before it opened is another.
    const ended = [...episodes].reverse().find(({ closedAt }) => closedAt !== null && closedAt > open.openedAt);
    steps.push({ kind: "close", rule: watched, alertId: open.id, at: ended?.closedAt ?? new Date(0) });
  }
  if (watched.evaluatedTo && !open) {
    // What opened and closed between two looks is told too; an older past is not, for nobody was alerted then.
    for (const episode of episodes)
      if (episode.closedAt !== null && episode.openedAt > watched.evaluatedTo)
        steps.push({ kind: "open", rule: watched, episode });
  }
  if (now && !open) steps.push({ kind: "open", rule: watched, episode: now });
  if (now && open && open.level !== now.level)
    steps.push({ kind: "level", rule: watched, alertId: open.id, episode: now });
  return steps;
}

function judge(watched: WatchedRule, samples: readonly WindowSample[], open: OpenAlert | undefined): Verdict {
  const steps = stepsOf(watched, episodesOf(limitsOf(watched), samples), open);
  return { rule: watched, steps, evaluatedTo: samples.at(-1)?.at ?? null };
}

const openIn = (tx: Tx, ruleIds: string[]): Promise<OpenAlert[]> =>
  tx
    .select({ id: alert.id, ruleId: alert.ruleId, level: alert.level, openedAt: alert.openedAt })
    .from(alert)
    .where(and(isNull(alert.closedAt), inArray(alert.ruleId, ruleIds)));

async function apply(tx: Tx, orgId: string, step: Step, now: Date): Promise<void> {
  if (step.kind === "close") {
    const closedAt = step.at.getTime() > 0 ? step.at : now;
    await tx
      .update(alert)
      .set({ closedAt })
      .where(and(eq(alert.orgId, orgId), eq(alert.id, step.alertId)));
    return;
  }
  const { openedAt, closedAt, level, worst, value } = step.episode;
  const said = closedAt === null ? level : worst;
  const figures = { level: said, value, limit: limitOf(step.rule, said) };
  if (step.kind === "level") {
    await tx
      .update(alert)
      .set(figures)
      .where(and(eq(alert.orgId, orgId), eq(alert.id, step.alertId)));
    return;
  }
  const { id: ruleId, modelId, seriesId } = step.rule;
  await tx.insert(alert).values({ orgId, ruleId, modelId, seriesId, openedAt, closedAt, ...figures });
}

/** One name for the whole change, by the gravest thing in it: it is what open pages and the activity feed are told. */
const nameOf = (steps: readonly Step[]): string =>
  steps.some(({ kind }) => kind === "open")
    ? "alert.open"
    : steps.some(({ kind }) => kind === "level")
      ? "alert.change"
      : "alert.close";

/**
 * Looks at every rule asked for, from its own stored points, and opens, changes or closes its alert. A rule is folded
 * over all its windows each time, so late and restated points count where they belong.
 *
 * `at`: a past instant of recording; owner and sample organisation only.
 */
export async function evaluateRules(
  ctx: OrgContext,
  which: { seriesIds?: string[]; ruleIds?: string[] } = {},
  options: { at?: Date } = {},
): Promise<Evaluated> {
  const verdicts = await read({ ...ctx, asOf: null }, async (tx) => {
    const watched = await watchedIn(tx, { ...which, onlyActive: true });
    const open =
      watched.length > 0
        ? await openIn(
            tx,
            watched.map(({ id }) => id),
          )
        : [];
    const samples = await windowsIn(
      tx,
      watched.map((one) => ({ ...one, clearedAt: clearedAtOf(one) })),
      ctx.now,
    );
    return watched.map((one, at) =>
      judge(
        one,
        samples[at] ?? [],
        open.find(({ ruleId }) => ruleId === one.id),
      ),
    );
  });
  const steps = verdicts.flatMap((verdict) => verdict.steps);
  if (steps.length > 0) {
    const ruleIds = [...new Set(steps.map((step) => step.rule.id))];
    await change(ctx, { name: nameOf(steps), ...options }, async (tx) => {
      await tx.select({ id: rule.id }).from(rule).where(inArray(rule.id, ruleIds)).for("update");
      const openNow = await openIn(tx, ruleIds); // somebody else may have looked meanwhile
      for (const step of steps) {
        const held = openNow.find(({ ruleId }) => ruleId === step.rule.id);
        const fits = step.kind === "open" ? !held || step.episode.closedAt !== null : held?.id === step.alertId;
        if (fits) await apply(tx, ctx.orgId, step, ctx.now);
      }
    });
  }
  await remember(ctx, verdicts, options);
  if (steps.length > 0 && !options.at) await ctx.emit(alertsChanged.create({ orgId: ctx.orgId }));
  const count = (kind: Step["kind"]): number => steps.filter((step) => step.kind === kind).length;
  return { rules: verdicts.length, opened: count("open"), changed: count("level"), closed: count("close") };
}

/** How far each rule has looked; written only when that moved. */
async function remember(ctx: OrgContext, verdicts: readonly Verdict[], options: { at?: Date }): Promise<void> {
  const moved = verdicts.filter(
    ({ rule: watched, evaluatedTo }) =>
      evaluatedTo !== null && evaluatedTo.getTime() !== watched.evaluatedTo?.getTime(),
  );
  if (moved.length === 0) return;
  const { orgId } = ctx;
  await store(
    ctx,
    async (tx) => {
      for (const { rule: watched, evaluatedTo } of moved)
        await tx
          .insert(ruleState)
          .values({ orgId, ruleId: watched.id, state: watched.state ?? {}, evaluatedTo })
          .onConflictDoUpdate({ target: [ruleState.orgId, ruleState.ruleId], set: { evaluatedTo } });
    },
    { ...options, quiet: true },
  );
}
