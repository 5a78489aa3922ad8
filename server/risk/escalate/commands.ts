import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Sql, Tx } from "@/db/client";
import { risk } from "@/db/schema/risk";
import { escalation } from "@/db/schema/risk-part";
import type { Evaluation } from "@/domain/risk/escalation";
import { endOfDay } from "@/domain/shared/day";
import type { OrgContext } from "../../context";
import { finishDue, overdue, takeDue } from "../../due/commands";
import { announceNotifications } from "../../notification/commands";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";
import { endAcceptances } from "../accept/commands";
import { noticeAcceptances } from "../accept/notice/commands";
import { applySignals } from "../indicator/commands";
import { orSettled, unlessSettled } from "../settled/queries";
import { type Policy, policyIn, standingsIn } from "../standing/queries";
import type { RaisedDetail } from "../told/queries";
import { evaluate, type Raised, raisedIn } from "./queries";

/** The kinds of due work: a risk that changed, by its id, and all of an organisation, by its own. db/mechanism/78-risk-look.sql asks for both. */
export const RISK_DUE = "risk";
export const RISKS_DUE = "risk.sweep";

type Step =
  | { kind: "raise"; riskId: string; said: Evaluation; from: Raised | null }
  | { kind: "move"; riskId: string; said: Evaluation; from: Raised }
  | { kind: "clear"; riskId: string; rule: Raised["rule"]; because: string };

const same = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();

function stepOf(riskId: string, said: Evaluation, held: Raised | undefined): Step[] {
  if (!said.fires) return held ? [{ kind: "clear", riskId, rule: said.rule, because: said.because }] : [];
  if (!held || held.to !== said.to) return [{ kind: "raise", riskId, said, from: held ?? null }];
  // Other words for the same are no event: readers have them worked out again.
  return same(held.dueAt, said.dueAt) ? [] : [{ kind: "move", riskId, said, from: held }];
}

/** What is to be written of these risks, from everything as it stands. */
async function stepsIn(tx: Tx, ctx: OrgContext, ids: readonly string[], policy: Policy): Promise<Step[]> {
  const standings = await standingsIn(tx, ctx, ids, policy.today);
  const states = await raisedIn(tx, ctx, ids);
  return standings.flatMap((standing) => {
    const raised = states.get(standing.id) ?? [];
    return evaluate(standing, policy, raised).flatMap((said) =>
      stepOf(
        standing.id,
        said,
        raised.find(({ rule }) => rule === said.rule),
      ),
    );
  });
}

type Row = typeof escalation.$inferInsert;

/** Raised further it keeps its beginning, from which its deadline counts. */
function rowOf({ orgId, now }: OrgContext, step: Step): Row[] {
  if (step.kind === "clear") return [];
  const { rule, to, dueAt, because } = step.said;
  if (to === null) throw new RangeError("a rule that fires names a level");
  const when = { raisedAt: step.from?.raisedAt ?? now, clearedAt: null };
  return [{ orgId, riskId: step.riskId, rule, toRole: to, dueAt, because, ...when }];
}

const given = (column: string) => sql.raw(`excluded.${column}`);
/** Every column but the key, as the row gives it. */
const ALL = {
  ...{ raisedAt: given("raised_at"), toRole: given("to_role"), dueAt: given("due_at"), because: given("because") },
  clearedAt: given("cleared_at"),
};

async function writeSteps(tx: Tx, ctx: OrgContext, steps: readonly Step[]): Promise<void> {
  const { orgId, now } = ctx;
  const rows = steps.flatMap((step) => rowOf(ctx, step));
  if (rows.length > 0)
    await tx
      .insert(escalation)
      .values(rows)
      .onConflictDoUpdate({ target: [escalation.orgId, escalation.riskId, escalation.rule], set: ALL });
  for (const step of steps)
    if (step.kind === "clear")
      await tx
        .update(escalation)
        .set({ clearedAt: now, because: step.because })
        .where(and(eq(escalation.orgId, orgId), eq(escalation.riskId, step.riskId), eq(escalation.rule, step.rule)));
}

export type Looked = { raised: number; cleared: number; moved: number };

const NOTHING: Looked = { raised: 0, cleared: 0, moved: 0 };

const countOf = (steps: readonly Step[]): Looked => ({
  raised: steps.filter(({ kind }) => kind === "raise").length,
  cleared: steps.filter(({ kind }) => kind === "clear").length,
  moved: steps.filter(({ kind }) => kind === "move").length,
});

const detailOf = (steps: readonly Step[]): RaisedDetail => ({
  raised: steps.flatMap((step) =>
    step.kind === "raise" && step.said.to ? [{ riskId: step.riskId, rule: step.said.rule, to: step.said.to }] : [],
  ),
});

/**
 * Looks at the rules of some risks and records what changed: what is newly raised, of which people are told, what has another
 * deadline, what cleared. Looking twice writes nothing twice.
 *
 * `at`: a past instant of recording; owner and sample organisation only.
 */
export async function escalateRisks(
  ctx: OrgContext,
  ids: readonly string[],
  options: { at?: Date } = {},
): Promise<Looked> {
  const look = async (tx: Tx) => stepsIn(tx, ctx, ids, await policyIn(tx, ctx));
  const found = await read({ ...ctx, asOf: null }, look);
  if (found.length === 0) return NOTHING;
  const apply = async (tx: Tx): Promise<Looked> => {
    // Locked and looked at again: another look may have come first.
    const locked = sql`${risk.id} = any (${uuids(found.map(({ riskId }) => riskId))})`;
    await tx
      .select({ id: risk.id })
      .from(risk)
      .where(and(eq(risk.orgId, ctx.orgId), locked))
      .orderBy(risk.id)
      .for("update");
    const steps = unlessSettled(await look(tx));
    await writeSteps(tx, ctx, steps);
    return countOf(steps);
  };
  const name = found.some(({ kind }) => kind === "raise") ? "risk.escalate" : "risk.settle";
  let told = "";
  const write = change(ctx, { name, detail: detailOf(found), ...options }, (tx, changeId) => {
    told = changeId;
    return apply(tx);
  });
  const looked = await orSettled(write, NOTHING);
  if (looked.raised > 0 && !options.at) await announceNotifications(ctx, told);
  return looked;
}

export type RiskLook = Looked & { signals: number; ended: number };

/** Everything that follows by rule from how a risk stands: what its measures raise, what ended, what is raised to whom. */
export async function lookAtRisks(ctx: OrgContext, ids: readonly string[]): Promise<RiskLook> {
  const signals = await applySignals(ctx, ids);
  const ended = await endAcceptances(ctx, ids);
  await noticeAcceptances(ctx, ids);
  const looked = await escalateRisks(ctx, ids);
  return { ...looked, signals, ended };
}

/** @returns null when the risk is not due any more */
export async function lookAtDueRisk(ctx: OrgContext, { riskId }: { riskId: string }): Promise<RiskLook | null> {
  const { orgId, db } = ctx;
  const claim = await takeDue(db.sql, RISK_DUE, { orgId, id: riskId });
  if (!claim) return null;
  const looked = await lookAtRisks(ctx, [riskId]);
  await finishDue(db.sql, claim);
  return looked;
}

/** @returns how many risks that were due by themselves are now looked at with all of their organisation */
export async function gatherDueRisks(sql: Sql, most: number): Promise<number> {
  const [row] = await sql<{ gathered: number }[]>`select private.risk_gather(${most}) as gathered`;
  return row?.gathered ?? 0;
}

const MOST_AT_ONCE = 500;

/** Looks at the risks of one organisation that are due now: what was asked for by a breach or a recovery, without waiting. */
export async function lookAtDueRisks(ctx: OrgContext): Promise<number> {
  const due = await overdue(ctx.db.sql, RISK_DUE, MOST_AT_ONCE, 0);
  let looked = 0;
  for (const { orgId, id } of due)
    if (orgId === ctx.orgId && (await lookAtDueRisk(ctx, { riskId: id })) !== null) looked += 1;
  return looked;
}

const BATCH = 500;

/** A page of the risks that rules may say something of, by id. */
export function nextRisks(ctx: OrgContext, after: string | null): Promise<string[]> {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const rows = await tx
      .select({ id: risk.id })
      .from(risk)
      .where(and(eq(risk.orgId, ctx.orgId), eq(risk.status, "open"), after ? gt(risk.id, after) : undefined))
      .orderBy(asc(risk.id))
      .limit(BATCH);
    return rows.map(({ id }) => id);
  });
}

/** Risks that are closed by now and still stand raised. */
function settledRisks(ctx: OrgContext): Promise<string[]> {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const rows = await tx
      .selectDistinct({ id: escalation.riskId })
      .from(escalation)
      .innerJoin(risk, and(eq(risk.orgId, escalation.orgId), eq(risk.id, escalation.riskId)))
      .where(
        and(
          eq(escalation.orgId, ctx.orgId),
          sql`${escalation.clearedAt} is null`,
          inArray(risk.status, ["closed", "materialised"]),
        ),
      )
      .limit(BATCH);
    return rows.map(({ id }) => id);
  });
}

const SWEEP_LEASE_SECONDS = 1800;
/** In the night of the organisation: a day has passed, so deadlines and dates have moved. */
const SWEEP_AFTER_MIDNIGHT_MS = 5 * 60_000;

/** Looks at every open risk of an organisation, once a day and when what it decided about risk changed. */
export async function sweepRisks(ctx: OrgContext): Promise<RiskLook | null> {
  const { orgId, db } = ctx;
  const claim = await takeDue(db.sql, RISKS_DUE, { orgId, id: orgId }, SWEEP_LEASE_SECONDS);
  if (!claim) return null;
  const total: RiskLook = { ...NOTHING, signals: 0, ended: 0 };
  const add = async (ids: readonly string[]) => {
    const looked = await lookAtRisks(ctx, ids);
    for (const key of ["raised", "cleared", "moved", "signals", "ended"] as const) total[key] += looked[key];
  };
  await add(await settledRisks(ctx));
  for (let page = await nextRisks(ctx, null); page.length > 0; page = await nextRisks(ctx, page.at(-1) ?? null))
    await add(page);
  const { today, timeZone } = await read({ ...ctx, asOf: null }, (tx) => policyIn(tx, ctx));
  const nextAt = new Date(endOfDay(today, timeZone).getTime() + SWEEP_AFTER_MIDNIGHT_MS);
  await finishDue(db.sql, claim, nextAt);
  return total;
}
