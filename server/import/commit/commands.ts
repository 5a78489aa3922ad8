import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { importRun, importMapping as rememberedMapping } from "@/db/schema/import";
import { membership } from "@/db/schema/organisation";
import { can } from "@/domain/access/permission";
import type { ImportCommitRequest } from "@/domain/import/input";
import type { ImportPlan, PlanCounts } from "@/domain/import/plan";
import type { SourceTable } from "@/domain/import/read-table";
import { planFault, reportOf } from "@/domain/import/report";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { finishDue, takeDue } from "../../due/commands";
import { log } from "../../log";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { store } from "../../record/store";
import type { Planned } from "../noun/imported";
import { progressOf, reachOf, refuseBeyond, refuseFinished, running, Stopped, unfinished } from "../plan/commands";
import { type Decision, findRun, findRunnable, headerFingerprint, loadTable, settingsOf } from "../queries";

/** Kind of due work: an import that a person decided on and a job writes. */
export const DUE_KIND = "import";
/** Longer than any import takes; one whose worker died is taken up again after it. */
const LEASE_SECONDS = 900;
const COMPARED = ["created", "changed", "unchanged", "rejected"] as const;

/** Rolls a change back that would write nothing, so that the record gets no empty change. */
class NothingToWrite extends Error {
  constructor(
    readonly planned: Planned,
    readonly table: SourceTable,
  ) {
    super("nothing to write");
  }
}

/**
 * Writes what the dry run showed, as one change.
 * @throws AppError CONFLICT when the plan is another by now or somebody stopped it, PRECONDITION_FAILED when rows are
 * rejected and all were asked for. The run says why, and can be tried again.
 */
export async function commitImport(ctx: OrgContext, { id, rows, counts }: ImportCommitRequest) {
  const { run, noun } = await read(ctx, (tx) => findRunnable(tx, ctx, id));
  refuseFinished(run.status);
  const { mapping } = settingsOf(run.mapping);
  if (!mapping) throw new AppError("PRECONDITION_FAILED", "Run the dry run first.");
  await store(ctx, (tx) =>
    tx.update(importRun).set({ status: "running", progress: 0, error: null }).where(unfinished(ctx, id)),
  );
  const onProgress = progressOf(ctx, running(ctx, id));
  const action = { name: `${noun.words.noun}.import`, detail: { importId: id, fileName: run.fileName } };
  try {
    const table = await loadTable(ctx, run);
    return await change(ctx, action, async (tx, changeId) => {
      await oneAtATime(tx, ctx);
      const planned = await noun.plan(tx, ctx, table, mapping);
      refuseOther(planned.plan, counts);
      refuseBeyond(ctx, reachOf(planned.plan.counts, planned.made), noun.takes);
      const fault = planFault(planned.plan, rows);
      if (fault) throw new AppError("PRECONDITION_FAILED", fault);
      if (planned.plan.counts.created + planned.plan.counts.changed === 0) throw new NothingToWrite(planned, table);
      await planned.write(tx, ctx, onProgress);
      await finish(tx, ctx, run, { table, planned, changeId });
      return { changeId, counts: planned.plan.counts };
    });
  } catch (error) {
    if (error instanceof NothingToWrite) {
      const { planned, table } = error;
      await store(ctx, (tx) => finish(tx, ctx, run, { table, planned, changeId: null }));
      return { changeId: null, counts: planned.plan.counts };
    }
    await sayWhy(ctx, id, error);
    throw error;
  }
}

/** An explained failure leaves the dry run standing; any other is ours. */
async function sayWhy(ctx: OrgContext, id: string, error: unknown): Promise<void> {
  const isExplained = error instanceof AppError;
  const status = isExplained ? ("planned" as const) : ("failed" as const);
  const message = isExplained ? error.message : "Something failed on our side; nothing was changed.";
  await store(ctx, (tx) =>
    tx.update(importRun).set({ status, error: message, progress: 0 }).where(unfinished(ctx, id)),
  );
}

/**
 * Writes an import that a person decided on, as that person, in a job. What is no longer being written is left alone, so
 * that it may run again after a crash.
 */
export async function writeImport(ctx: OrgContext, { importId }: { importId: string }) {
  const claim = await takeDue(ctx.db.sql, DUE_KIND, { orgId: ctx.orgId, id: importId }, LEASE_SECONDS);
  if (!claim) return { written: false };
  try {
    const run = await read(ctx, (tx) => findRun(tx, ctx, importId));
    const { decision } = settingsOf(run.mapping);
    if (run.status !== "running" || !decision) return { written: false };
    const person = await onBehalfOf(ctx, decision);
    await commitImport(person, { id: importId, rows: decision.rows, counts: decision.counts });
    return { written: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.info({ importId, reason: error.message, requestId: ctx.requestId }, "import refused");
    await sayWhy(ctx, importId, error);
    return { written: false };
  } finally {
    await finishDue(ctx.db.sql, claim);
  }
}

/** The context of the member who decided, with today's role and no more than the token allowed that spoke for them. @throws AppError FORBIDDEN */
async function onBehalfOf(ctx: OrgContext, { memberId, scopes }: Decision): Promise<OrgContext> {
  const [member] = await read(ctx, (tx) => tx.select().from(membership).where(eq(membership.id, memberId)));
  if (!member?.active || !can(member.role, "import:run")) {
    throw new AppError("FORBIDDEN", "Who started this import may no longer run imports.");
  }
  const { userId, name, role } = member;
  return { ...ctx, actor: { kind: "user", userId, memberId, name, role, scopes } };
}

async function oneAtATime(tx: Tx, { orgId }: OrgContext): Promise<void> {
  const [lock] = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('import ' || ${orgId}, 0)) as free`,
  );
  if (!lock?.free) throw new AppError("CONFLICT", "Another import is being written. Try again when it is done.");
}

function refuseOther(plan: ImportPlan, seen: Pick<PlanCounts, (typeof COMPARED)[number]>): void {
  if (COMPARED.every((name) => plan.counts[name] === seen[name])) return;
  throw new AppError(
    "CONFLICT",
    "The portfolio has changed since the dry run. Run it again and look at what it says now.",
  );
}

async function finish(
  tx: Tx,
  ctx: OrgContext,
  { id, noun }: { id: string; noun: string },
  { table, planned, changeId }: { table: SourceTable; planned: Planned; changeId: string | null },
) {
  const { orgId } = ctx;
  const { plan, mapping, made } = planned;
  const written = plan.counts.created + plan.counts.changed;
  const report = reportOf(plan, made);
  const finished = await tx
    .update(importRun)
    .set({
      status: "done",
      changeId,
      counts: plan.counts,
      report,
      progress: written,
      error: null,
      finishedAt: sql`clock_timestamp()`,
    })
    .where(changeId === null ? unfinished(ctx, id) : running(ctx, id))
    .returning({ id: importRun.id });
  if (finished.length === 0) throw new Stopped();
  // A mapping whose new fields or programs were not written must make them again next time.
  const kept =
    changeId === null && made.fields.length + made.programs.length > 0
      ? null
      : { orgId, noun, fingerprint: headerFingerprint(table), mapping };
  if (!kept) return;
  await tx
    .insert(rememberedMapping)
    .values(kept)
    .onConflictDoUpdate({
      target: [rememberedMapping.orgId, rememberedMapping.noun, rememberedMapping.fingerprint],
      set: { mapping },
    });
}
