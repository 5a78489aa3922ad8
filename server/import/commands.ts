import { createHash, randomUUID } from "node:crypto";
import { and, eq, notInArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { importFile, importRun, importMapping as rememberedMapping } from "@/db/schema/import";
import type { CustomField } from "@/domain/import/cell";
import type { ImportCommitRequest, ImportPlanRequest, ReadChoices } from "@/domain/import/input";
import { type ImportMapping, mappingFaults, withNewFields } from "@/domain/import/mapping";
import { type ImportPlan, type PlanCounts, planSteps } from "@/domain/import/plan";
import { readTable, type SourceTable } from "@/domain/import/read-table";
import { planFault, reportOf } from "@/domain/import/report";
import { distinctValues } from "@/domain/import/values";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { read } from "../record/read";
import { store } from "../record/store";
import { undoChange } from "../record/undo";
import { findRun, headerFingerprint, loadTable, settingsOf } from "./queries";
import { loadExisting, loadRegister } from "./register/queries";
import { writeFields, writePlan } from "./write/commands";

const NOUN = "initiative";
const FINISHED = ["done", "undone"] as const;

const runOf = (ctx: OrgContext, id: string) => and(eq(importRun.orgId, ctx.orgId), eq(importRun.id, id));
const unfinished = (ctx: OrgContext, id: string) => and(runOf(ctx, id), notInArray(importRun.status, [...FINISHED]));

/** Keeps a file that can be read as a table. @throws FileFault when it cannot: nothing is kept then. */
export async function keepUpload(ctx: OrgContext, file: { name: string; bytes: Uint8Array; choices: ReadChoices }) {
  const table = readTable(file.bytes, file.choices);
  const id = randomUUID();
  const { orgId, actor, now } = ctx;
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  await store(ctx, async (tx) => {
    await tx.insert(importRun).values({
      ...{ orgId, id, noun: NOUN, fileName: file.name, size: bytes.length, createdAt: now },
      sha256: createHash("sha256").update(bytes).digest("hex"),
      mapping: { choices: file.choices },
      counts: { rows: table.rows.length + table.broken.length },
      createdBy: actor.kind === "user" ? actor.memberId : null,
    });
    await tx.insert(importFile).values({ orgId, importId: id, bytes });
  });
  return { id, rows: table.rows.length };
}

/** Says how far an import is, without ever being waited for: its own lock could wait for the change that reports here. */
function progressOf(ctx: OrgContext, id: string): (rows: number) => void {
  let isBusy = false;
  return (rows) => {
    if (isBusy) return;
    isBusy = true;
    store(ctx, (tx) => tx.update(importRun).set({ progress: rows }).where(unfinished(ctx, id)))
      .catch(() => undefined) // progress is a courtesy; the import itself reports its failure
      .finally(() => {
        isBusy = false;
      });
  };
}

type Planned = { plan: ImportPlan; mapping: ImportMapping; fields: CustomField[] };

/** Plans against what `tx` sees, letting other requests in between. @throws AppError BAD_REQUEST when the mapping is faulty. */
async function planWith(
  tx: Tx,
  ctx: OrgContext,
  table: SourceTable,
  given: ImportMapping,
  onStep?: (rows: number) => void,
) {
  const faults = mappingFaults(given, table.columns);
  if (faults.length > 0) throw new AppError("BAD_REQUEST", faults.join(" "));
  const register = await loadRegister(tx, ctx.orgId);
  const existing = await loadExisting(tx, ctx.orgId);
  const { mapping, fields: made } = withNewFields(given, () => randomUUID());
  const fields = made.map(({ id, label, kind, column }): CustomField => {
    const at = table.columns.findIndex(({ name }) => name === column);
    const choices =
      kind === "choice" ? distinctValues(table.rows.map(({ cells }) => cells[at] ?? "")).map(({ text }) => text) : [];
    return { id, label, kind, choices };
  });
  const customFields = new Map([...register.customFields, ...fields.map((field) => [field.id, field] as const)]);
  const steps = planSteps({ ...table, mapping, existing, register: { ...register, customFields } });
  let step = steps.next();
  while (!step.done) {
    onStep?.(step.value);
    await new Promise((resolve) => setImmediate(resolve));
    step = steps.next();
  }
  const planned: Planned = { plan: step.value, mapping, fields };
  return planned;
}

/** Says what an import would do and keeps that as its report. Nothing else is written. */
export async function planImport(ctx: OrgContext, { id, mapping }: ImportPlanRequest) {
  const { planned, run } = await read(ctx, async (tx) => {
    const found = await findRun(tx, ctx, id);
    refuseFinished(found.status);
    const table = await loadTable(tx, ctx, found);
    return { run: found, planned: await planWith(tx, ctx, table, mapping, progressOf(ctx, id)) };
  });
  const report = reportOf(
    planned.plan,
    planned.fields.map(({ label }) => label),
  );
  const { counts } = planned.plan;
  const settings = { ...settingsOf(run.mapping), mapping };
  await store(ctx, (tx) =>
    tx
      .update(importRun)
      .set({ status: "planned", mapping: settings, counts, report, error: null, progress: 0 })
      .where(unfinished(ctx, id)),
  );
  return { counts, report, fault: planFault(planned.plan, "good") };
}

function refuseFinished(status: string): void {
  if (status === "done")
    throw new AppError("CONFLICT", "This file has been imported. Undo it, or upload the file again.");
  if (status === "undone") throw new AppError("CONFLICT", "This import was undone. Upload the file again.");
}

const COMPARED = ["created", "changed", "unchanged", "rejected"] as const;

/** Rolls a change back that would write nothing, so that the record gets no empty change. */
class NothingToWrite extends Error {
  constructor(readonly planned: Planned) {
    super("nothing to write");
  }
}

/**
 * Writes what the dry run showed, as one change.
 * @throws AppError CONFLICT when the plan is another by now, PRECONDITION_FAILED when rows are rejected and all were asked for.
 */
export async function commitImport(ctx: OrgContext, { id, rows, counts }: ImportCommitRequest) {
  const run = await read(ctx, (tx) => findRun(tx, ctx, id));
  refuseFinished(run.status);
  const { mapping } = settingsOf(run.mapping);
  if (!mapping) throw new AppError("PRECONDITION_FAILED", "Run the dry run first.");
  await store(ctx, (tx) =>
    tx.update(importRun).set({ status: "running", progress: 0, error: null }).where(unfinished(ctx, id)),
  );
  const onProgress = progressOf(ctx, id);
  const action = { name: "initiative.import", detail: { importId: id, fileName: run.fileName } };
  try {
    return await change(ctx, action, async (tx, changeId) => {
      await oneAtATime(tx, ctx);
      refuseFinished((await findRun(tx, ctx, id)).status);
      const table = await loadTable(tx, ctx, run);
      const planned = await planWith(tx, ctx, table, mapping);
      refuseOther(planned.plan, counts);
      const fault = planFault(planned.plan, rows);
      if (fault) throw new AppError("PRECONDITION_FAILED", fault);
      if (planned.plan.counts.created + planned.plan.counts.changed === 0) throw new NothingToWrite(planned);
      await writeFields(tx, ctx.orgId, planned.fields);
      await writePlan(tx, ctx, planned.plan, onProgress);
      await finish(tx, ctx, id, table, planned, changeId);
      return { changeId, counts: planned.plan.counts };
    });
  } catch (error) {
    if (error instanceof NothingToWrite) {
      await store(ctx, async (tx) => finish(tx, ctx, id, await loadTable(tx, ctx, run), error.planned, null));
      return { changeId: null, counts: error.planned.plan.counts };
    }
    const isExplained = error instanceof AppError;
    const status = isExplained ? ("planned" as const) : ("failed" as const);
    const message = isExplained ? error.message : "Something failed on our side; nothing was changed.";
    await store(ctx, (tx) =>
      tx.update(importRun).set({ status, error: message, progress: 0 }).where(unfinished(ctx, id)),
    );
    throw error;
  }
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
  id: string,
  table: SourceTable,
  planned: Planned,
  changeId: string | null,
) {
  const { orgId } = ctx;
  const { plan, mapping, fields } = planned;
  const written = plan.counts.created + plan.counts.changed;
  const report = reportOf(
    plan,
    fields.map(({ label }) => label),
  );
  await tx
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
    .where(runOf(ctx, id));
  // A mapping whose new fields were not written must make them again next time.
  const kept =
    changeId === null && fields.length > 0
      ? null
      : { orgId, noun: NOUN, fingerprint: headerFingerprint(table), mapping };
  if (!kept) return;
  await tx
    .insert(rememberedMapping)
    .values(kept)
    .onConflictDoUpdate({
      target: [rememberedMapping.orgId, rememberedMapping.noun, rememberedMapping.fingerprint],
      set: { mapping },
    });
}

/** Takes back everything an import wrote, as one change. @throws AppError CONFLICT when something was edited since. */
export async function undoImport(ctx: OrgContext, { id }: { id: string }) {
  const run = await read(ctx, (tx) => findRun(tx, ctx, id));
  if (run.status !== "done" || !run.changeId)
    throw new AppError("PRECONDITION_FAILED", "This import wrote nothing that can be undone.");
  // Sees all of what the change wrote: who is named by it would lose sight of restricted rows halfway through.
  const { actor } = ctx;
  const seeing: OrgContext = actor.kind === "user" ? { ...ctx, actor: { ...actor, role: "admin" } } : ctx;
  const undone = await undoChange(seeing, {
    changeId: run.changeId,
    tables: ["custom_field", "initiative", "tag", "initiative_person"],
  });
  await store(ctx, (tx) => tx.update(importRun).set({ status: "undone" }).where(runOf(ctx, id)));
  return undone;
}
