import { createHash } from "node:crypto";
import { and, count, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { importFile, importRun, importMapping as rememberedMapping } from "@/db/schema/import";
import { membership } from "@/db/schema/organisation";
import { excerpt } from "@/domain/import/fault";
import { importCommitRequest, type ReadChoices, readChoices } from "@/domain/import/input";
import { headerSignature, type ImportMapping, importMapping } from "@/domain/import/mapping";
import { distinctValues } from "@/domain/import/option";
import type { PlanCounts } from "@/domain/import/plan";
import type { SourceTable } from "@/domain/import/read-table";
import type { ImportReport } from "@/domain/import/report";
import { type SheetSummary, sheetSummary } from "@/domain/import/sheet-summary";
import { IMPORT_NOUNS, type ImportNounName } from "@/domain/import/words";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { importable, importsSeenBy, mayImport, refuseNoun } from "./noun/nouns";
import { readSource } from "./workbook/read";

/** What `import.mapping` holds: how the file was read, the sheets it has, and where its columns go. */
export type Settings = {
  choices: ReadChoices;
  sheets: SheetSummary[];
  mapping: ImportMapping | null;
  decision: Decision | null;
};
/** What a person decided after the dry run. */
export type Decision = z.infer<typeof decisionShape>;

/** `scopes`: of the access token that decided for the member, as it was then. */
const decisionShape = importCommitRequest
  .omit({ id: true })
  .extend({ memberId: z.uuid(), scopes: z.array(z.string()).readonly().nullable().default(null) });

const PAGE = 25;
const SAMPLES = 3;
const VALUES = 200;

export const headerFingerprint = (table: SourceTable): string =>
  createHash("sha256").update(headerSignature(table.columns)).digest("hex");

export function settingsOf(stored: unknown): Settings {
  const found = (stored ?? {}) as { choices?: unknown; sheets?: unknown; mapping?: unknown; decision?: unknown };
  const [mapping, decision] = [importMapping.safeParse(found.mapping), decisionShape.safeParse(found.decision)];
  return {
    choices: readChoices.catch({}).parse(found.choices),
    sheets: sheetSummary.array().catch([]).parse(found.sheets),
    mapping: mapping.success ? mapping.data : null,
    decision: decision.success ? decision.data : null,
  };
}

function seen(ctx: OrgContext) {
  const by = importsSeenBy(ctx);
  return and(eq(importRun.orgId, ctx.orgId), by === null ? undefined : eq(importRun.createdBy, by));
}

/** @throws AppError NOT_FOUND, also for one that somebody else made and the actor may not see */
export async function findRun(tx: Tx, ctx: OrgContext, id: string) {
  const [run] = await tx
    .select()
    .from(importRun)
    .where(and(seen(ctx), eq(importRun.id, id)));
  if (!run) throw new AppError("NOT_FOUND", "No such import");
  return run;
}

/** An import the actor may run, and its noun. @throws AppError NOT_FOUND, FORBIDDEN */
export async function findRunnable(tx: Tx, ctx: OrgContext, id: string) {
  const run = await findRun(tx, ctx, id);
  return { run, noun: refuseNoun(ctx, run.noun) };
}

// A person looks at one file in several requests; parsing it again costs 0.1-0.3 s.
let held: { key: string; table: SourceTable } | null = null;
const HOLD_BYTES = 8 * 1024 * 1024;
const UNPACKED = 8; // characters for a byte of a workbook, about

/** A stored file. @throws AppError NOT_FOUND */
export async function bytesOfRun(tx: Tx, ctx: OrgContext, id: string): Promise<Buffer> {
  const mine = and(eq(importFile.orgId, ctx.orgId), eq(importFile.importId, id));
  const [file] = await tx.select({ bytes: importFile.bytes }).from(importFile).where(mine);
  if (!file) throw new AppError("NOT_FOUND", "The file of this import is no longer kept");
  return file.bytes;
}

/**
 * The table of a stored file. Its bytes are read by a transaction of its own, which has ended before they are parsed: a large
 * workbook takes seconds, in which nothing else in the database should have to wait for it. @throws AppError NOT_FOUND
 */
export async function loadTable(
  ctx: OrgContext,
  run: { id: string; sha256: string; size: number; mapping: unknown },
): Promise<SourceTable> {
  const { choices } = settingsOf(run.mapping);
  const key = `${ctx.orgId} ${run.id} ${run.sha256} ${JSON.stringify(choices)}`;
  if (held?.key === key) return held.table;
  const bytes = await read(ctx, (tx) => bytesOfRun(tx, ctx, run.id));
  const table = await readSource(bytes, choices);
  if (run.size * (table.sheet ? UNPACKED : 1) <= HOLD_BYTES) held = { key, table };
  return table;
}

const person = { id: membership.id, name: membership.name };
const joined = and(eq(membership.orgId, importRun.orgId), eq(membership.id, importRun.createdBy));

/** Imports, the last one first. */
export function listImports(ctx: OrgContext, { page }: { page: number }) {
  return read(ctx, async (tx) => {
    const mine = seen(ctx);
    const rows = await tx
      .select({
        id: importRun.id,
        noun: importRun.noun,
        fileName: importRun.fileName,
        size: importRun.size,
        status: importRun.status,
        counts: importRun.counts,
        error: importRun.error,
        createdAt: importRun.createdAt,
        by: person.name,
      })
      .from(importRun)
      .leftJoin(membership, joined)
      .where(mine)
      .orderBy(desc(importRun.createdAt), desc(importRun.id))
      .limit(PAGE)
      .offset((page - 1) * PAGE);
    const [total] = await tx.select({ n: count() }).from(importRun).where(mine);
    return {
      rows: rows.map((row) => ({ ...row, noun: nounOf(row.noun), counts: countsOf(row.counts) })),
      total: total?.n ?? 0,
      importable: importable(ctx),
      pageSize: PAGE,
    };
  });
}

/** @throws RangeError for a noun the importer does not know: only its own code writes them */
function nounOf(name: string): ImportNounName {
  const noun = IMPORT_NOUNS.find((one) => one === name);
  if (!noun) throw new RangeError(`an import of ${name}`);
  return noun;
}

const countsOf = (counts: Record<string, number> | null) => counts as (Partial<PlanCounts> & { rows: number }) | null;

/** One import with its report. @throws AppError NOT_FOUND */
export function getImport(ctx: OrgContext, { id }: { id: string }) {
  return read(ctx, async (tx) => {
    const run = await findRun(tx, ctx, id);
    const [by] = run.createdBy
      ? await tx
          .select(person)
          .from(membership)
          .where(and(eq(membership.orgId, ctx.orgId), eq(membership.id, run.createdBy)))
      : [];
    const { fileName, size, sha256, status, progress, error, changeId, createdAt, finishedAt } = run;
    return {
      ...{ id, fileName, size, sha256, status, progress, error, changeId, createdAt, finishedAt },
      by: by?.name ?? null,
      counts: countsOf(run.counts),
      report: run.report as ImportReport | null,
      key: settingsOf(run.mapping).mapping?.key ?? [],
      noun: nounOf(run.noun),
      canRun: mayImport(ctx, run.noun),
    };
  });
}

/** What the mapping page shows: the file's columns with samples, a mapping to start from, and where columns can go. */
export async function prepareImport(ctx: OrgContext, { id }: { id: string }) {
  const { run, noun } = await read(ctx, (tx) => findRunnable(tx, ctx, id));
  const table = await loadTable(ctx, run);
  const propose = await read(ctx, async (tx) => {
    const mine = and(
      eq(rememberedMapping.orgId, ctx.orgId),
      eq(rememberedMapping.noun, run.noun),
      eq(rememberedMapping.fingerprint, headerFingerprint(table)),
    );
    const [known] = await tx.select({ mapping: rememberedMapping.mapping }).from(rememberedMapping).where(mine);
    const kept = settingsOf(run.mapping).mapping ?? settingsOf({ mapping: known?.mapping }).mapping;
    return noun.prepare(tx, ctx, table, kept);
  });
  const { sheets } = settingsOf(run.mapping);
  const { encoding, delimiter, sheet, headerLine, preamble, blankRows, shortRows } = table;
  return {
    fileName: run.fileName,
    status: run.status,
    file: {
      encoding,
      delimiter,
      sheet,
      sheets,
      troubles: table.rows.filter(({ troubles }) => troubles).length,
      headerLine,
      preamble,
      blankRows,
      shortRows,
      rows: table.rows.length,
      broken: table.broken.length,
    },
    columns: table.columns.map(({ name }, at) => columnSummary(name, table, at)),
    noun: nounOf(run.noun),
    ...propose(),
  };
}

function columnSummary(name: string, table: SourceTable, at: number) {
  const samples: string[] = [];
  let [filled, formulas] = [0, 0];
  for (const { cells } of table.rows) {
    const cell = cells[at] ?? "";
    if (cell.trim() === "") continue;
    filled++;
    if (/^[=+\-@\t\r]/.test(cell)) formulas++;
    const sample = excerpt(cell, 48);
    if (samples.length < SAMPLES && !samples.includes(sample)) samples.push(sample);
  }
  return { name, filled, formulas, samples };
}

/** The values of a column that is mapped to a choice, most frequent first. */
export async function listColumnValues(ctx: OrgContext, { id, column }: { id: string; column: string }) {
  const table = await loadTable(ctx, (await read(ctx, (tx) => findRunnable(tx, ctx, id))).run);
  const at = table.columns.findIndex(({ name }) => name === column);
  if (at < 0) throw new AppError("NOT_FOUND", "The file has no such column");
  const values = distinctValues(table.rows.map(({ cells }) => cells[at] ?? ""));
  return {
    total: values.length,
    values: values
      .slice(0, VALUES)
      .map(({ key, text, rows, spellings }) => ({ key, text: excerpt(text, 160), rows, spellings: spellings.length })),
  };
}
