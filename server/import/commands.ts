import { createHash, randomUUID } from "node:crypto";
import { and, ne } from "drizzle-orm";
import { importFile, importRun } from "@/db/schema/import";
import type { ImportCommitRequest, ImportPlanRequest, ReadChoices } from "@/domain/import/input";
import type { PlanCounts } from "@/domain/import/plan";
import { type ImportReport, planFault, reportOf } from "@/domain/import/report";
import type { ImportNounName } from "@/domain/import/words";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { setDue } from "../due/commands";
import { read } from "../record/read";
import { store } from "../record/store";
import { undoChange } from "../record/undo";
import { DUE_KIND } from "./commit/commands";
import { importConfirmed } from "./commit/event";
import { refuseNoun } from "./noun/nouns";
import { progressOf, reachOf, refuseBeyond, refuseFinished, running, runOf, unfinished } from "./plan/commands";
import { bytesOfRun, type Decision, findRunnable, loadTable, prepareImport, settingsOf } from "./queries";
import { readSource, surveySource } from "./workbook/read";

export type Upload = { noun?: ImportNounName; name: string; bytes: Uint8Array; choices: ReadChoices };

/**
 * Keeps a file that can be read as a table, of initiatives unless another noun is named.
 * @throws FileFault when it cannot: nothing is kept then. AppError FORBIDDEN
 */
export async function keepUpload(ctx: OrgContext, { noun = "initiative", ...file }: Upload) {
  refuseNoun(ctx, noun);
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const { table, sheets } = await surveySource(bytes, file.choices);
  const id = randomUUID();
  const { orgId, actor, now } = ctx;
  const choices = table.sheet ? { ...file.choices, sheet: table.sheet.name } : file.choices;
  await store(ctx, async (tx) => {
    await tx.insert(importRun).values({
      ...{ orgId, id, noun, fileName: file.name, size: bytes.length, createdAt: now },
      sha256: createHash("sha256").update(bytes).digest("hex"),
      mapping: { choices, sheets },
      counts: { rows: table.rows.length + table.broken.length },
      createdBy: actor.kind === "user" ? actor.memberId : null,
    });
    await tx.insert(importFile).values({ orgId, importId: id, bytes });
  });
  return { id, rows: table.rows.length };
}

/**
 * Reads another sheet of the workbook, so that its columns can be mapped.
 * @throws FileFault when the sheet is no table: the one read before stays then.
 */
export async function chooseSheet(ctx: OrgContext, { id, sheet }: { id: string; sheet: string }) {
  const { run, bytes } = await read(ctx, async (tx) => {
    const { run: found } = await findRunnable(tx, ctx, id);
    refuseFinished(found.status);
    refuseRunning(found.status);
    return { run: found, bytes: await bytesOfRun(tx, ctx, id) };
  });
  const { sheets } = settingsOf(run.mapping);
  if (sheets.length === 0) throw new AppError("BAD_REQUEST", "The file of this import has no sheets.");
  const choices = { sheet };
  const table = await readSource(bytes, choices);
  await store(ctx, (tx) =>
    tx
      .update(importRun)
      .set({
        ...{ status: "uploaded", report: null, error: null, progress: 0, mapping: { choices, sheets } },
        counts: { rows: table.rows.length + table.broken.length },
      })
      .where(and(unfinished(ctx, id), ne(importRun.status, "running"))),
  );
  return prepareImport(ctx, { id });
}

/** Says what an import would do and keeps that as its report. Nothing else is written. */
export async function planImport(ctx: OrgContext, { id, mapping }: ImportPlanRequest) {
  const { run, noun } = await read(ctx, (tx) => findRunnable(tx, ctx, id));
  refuseFinished(run.status);
  refuseRunning(run.status);
  const table = await loadTable(ctx, run);
  const onStep = progressOf(ctx, unfinished(ctx, id));
  const planned = await read(ctx, (tx) => noun.plan(tx, ctx, table, mapping, onStep));
  const report = reportOf(planned.plan, planned.made);
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

/**
 * Decides on what the dry run showed; a job writes it.
 * @throws AppError PRECONDITION_FAILED without a dry run or when rows are rejected and all were asked for, CONFLICT when the
 * dry run that was looked at is not the last one.
 */
export async function confirmImport(ctx: OrgContext, { id, rows, counts }: ImportCommitRequest) {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person decides on an import.");
  const { run, noun } = await read(ctx, (tx) => findRunnable(tx, ctx, id));
  refuseFinished(run.status);
  refuseRunning(run.status);
  const settings = settingsOf(run.mapping);
  const shown = run.counts as PlanCounts | null;
  if (!settings.mapping || !shown || run.status === "uploaded")
    throw new AppError("PRECONDITION_FAILED", "Run the dry run first.");
  const fault = planFault({ counts: { ...shown, ...counts }, rejects: [] }, rows);
  if (fault) throw new AppError("PRECONDITION_FAILED", fault);
  refuseBeyond(ctx, reachOf(shown, run.report as ImportReport | null), noun.takes);
  const decision: Decision = { rows, counts, memberId: actor.memberId, scopes: actor.scopes };
  await store(ctx, async (tx) => {
    await tx
      .update(importRun)
      .set({ status: "running", progress: 0, error: null, mapping: { ...settings, decision } })
      .where(unfinished(ctx, id));
    await setDue(tx, DUE_KIND, id, ctx.now);
  });
  await ctx.emit(importConfirmed.create({ orgId: ctx.orgId, importId: id }));
  return { id };
}

/** Stops an import while it is being written: its change is rolled back. @throws AppError CONFLICT when none is. */
export async function cancelImport(ctx: OrgContext, { id }: { id: string }) {
  const stopped = await store(ctx, async (tx) => {
    await findRunnable(tx, ctx, id);
    return tx
      .update(importRun)
      .set({ status: "planned", progress: 0, error: "The import was stopped, and nothing was changed." })
      .where(running(ctx, id))
      .returning({ id: importRun.id });
  });
  if (stopped.length === 0) throw new AppError("CONFLICT", "This import is not being written.");
  return { id };
}

function refuseRunning(status: string): void {
  if (status === "running") throw new AppError("CONFLICT", "This import is being written.");
}

/** Takes back everything an import wrote, as one change. @throws AppError CONFLICT when something was edited since. */
export async function undoImport(ctx: OrgContext, { id }: { id: string }) {
  const { run, noun } = await read(ctx, (tx) => findRunnable(tx, ctx, id));
  if (run.status !== "done" || !run.changeId)
    throw new AppError("PRECONDITION_FAILED", "This import wrote nothing that can be undone.");
  refuseBeyond(ctx, reachOf(run.counts, run.report as ImportReport | null), noun.takes);
  // Sees all of what the change wrote: who is named by it would lose sight of restricted rows halfway through.
  const { actor } = ctx;
  const seeing: OrgContext = actor.kind === "user" ? { ...ctx, actor: { ...actor, role: "admin" } } : ctx;
  const undone = await undoChange(seeing, { changeId: run.changeId, tables: noun.tables });
  await store(ctx, (tx) => tx.update(importRun).set({ status: "undone" }).where(runOf(ctx, id)));
  return undone;
}
