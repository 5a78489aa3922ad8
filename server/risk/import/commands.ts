import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { risk } from "@/db/schema/risk";
import { readTable } from "@/domain/import/read-table";
import {
  type ImportFault,
  type ImportSetting,
  MOST_IMPORTED,
  type RiskImport,
  readRiskTable,
} from "@/domain/risk/import";
import type { RiskFile, RiskFileImport } from "@/domain/risk/import-input";
import { type RiskCreation, riskEdit } from "@/domain/risk/input";
import { sameValue } from "@/domain/shared/edit";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { currentMatrix } from "../../matrix/queries";
import { settingOf } from "../../organisation/queries";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { newestAssessment, writeAssessment } from "../assess/commands";
import { writeRisk, writeRiskEdit } from "../commands";
import { categoriesIn } from "../queries";

/** What names in a file can mean to whoever imports it. */
async function importSetting(tx: Tx, ctx: OrgContext): Promise<ImportSetting> {
  const { orgId } = ctx;
  const { currency } = await settingOf(tx, ctx);
  const { definition } = await currentMatrix(tx, ctx);
  const [categories, members, initiatives, models, programs] = await Promise.all([
    categoriesIn(tx, orgId),
    tx
      .select({ id: membership.id, name: membership.name, email: membership.email })
      .from(membership)
      .where(and(eq(membership.orgId, orgId), eq(membership.active, true))),
    tx
      .select({ id: initiative.id, name: initiative.title, code: initiative.code })
      .from(initiative)
      .where(and(eq(initiative.orgId, orgId), isNull(initiative.archivedAt))),
    tx.select({ id: model.id, name: model.name }).from(model).where(eq(model.orgId, orgId)),
    tx.select({ id: program.id, name: program.name }).from(program).where(eq(program.orgId, orgId)),
  ]);
  return { currency, matrix: definition, categories, members, initiatives, models, programs };
}

/** @throws AppError BAD_REQUEST for a file that is no table, holds no titles, or too many rows */
function readFile(text: string, setting: ImportSetting): RiskImport {
  const table = readTable(new TextEncoder().encode(text));
  if (table.rows.length > MOST_IMPORTED)
    throw new AppError(
      "BAD_REQUEST",
      `The file holds ${table.rows.length} rows; at most ${MOST_IMPORTED} are taken at once.`,
    );
  const found = readRiskTable(table, setting);
  if (!found.columns.some(({ field }) => field === "title"))
    throw new AppError("BAD_REQUEST", "No column says what the risk is. Head one of them “Risk” or “Title”.");
  return found;
}

/** Risks of the file that are there already, by code. */
async function knownIn(tx: Tx, ctx: OrgContext, { rows }: RiskImport) {
  const codes = rows.flatMap(({ code }) => (code ? [code] : []));
  if (codes.length === 0) return new Map<string, { id: string; version: number }>();
  const found = await tx
    .select({ id: risk.id, code: risk.code, version: risk.version })
    .from(risk)
    .where(and(eq(risk.orgId, ctx.orgId), sql`${risk.code} in ${codes}`));
  return new Map(found.map((row) => [row.code, row]));
}

/** What an import would do: columns as they are understood, rows that are new, rows that change a risk, rows refused and why. */
export const previewRiskImport = (ctx: OrgContext, { csv }: RiskFile) =>
  read(ctx, async (tx) => {
    const found = readFile(csv, await importSetting(tx, ctx));
    const known = await knownIn(tx, ctx, found);
    const changed = found.rows.filter(({ code }) => code !== null && known.has(code)).length;
    const rows = found.rows.map(({ line, code, risk: { title } }) => ({
      line,
      code,
      title,
      known: code !== null && known.has(code),
    }));
    return { columns: found.columns, rows, faults: found.faults, added: found.rows.length - changed, changed };
  });

/** Only what the file states is changed; a cell that is blank leaves the value as it stands. */
function patchOf({
  tags: _tags,
  inherent: _inherent,
  residual: _residual,
  starterRef: _ref,
  code: _code,
  ...fields
}: RiskCreation) {
  const placed = fields.modelId ?? fields.initiativeId ?? fields.programId;
  const place = placed ? { programId: null, initiativeId: null, modelId: null } : {};
  return { ...place, ...fields };
}

const addRow = (tx: Tx, ctx: OrgContext, code: string | null, given: RiskCreation) =>
  writeRisk(tx, ctx, code === null ? given : { ...given, code });

async function changeRow(
  tx: Tx,
  ctx: OrgContext,
  held: { id: string; version: number },
  given: RiskCreation,
  today: string,
) {
  await writeRiskEdit(tx, ctx, riskEdit.parse({ ...held, patch: patchOf(given) }));
  if (!given.residual) return;
  const now = await newestAssessment(tx, ctx, held.id, "residual");
  if (now && now.likelihood === given.residual.likelihood && sameValue(now.impacts, given.residual.impacts)) return;
  await writeAssessment(tx, ctx, {
    ...{ riskId: held.id, kind: "residual", ...given.residual, today, rationale: "Imported from a file." },
    probability: given.probability,
  });
}

/**
 * Adds the risks of a file, and changes those whose code is there already when asked to, as one change. Rows that cannot be
 * read or are refused by the risk's own rules are left out and told.
 * @throws AppError BAD_REQUEST for a file that cannot be read, or when no row of it fits
 */
export const importRisks = (ctx: OrgContext, { csv, existing }: RiskFileImport) =>
  change(ctx, { name: "risk.import" }, async (tx, changeId) => {
    const found = readFile(csv, await importSetting(tx, ctx));
    const known = await knownIn(tx, ctx, found);
    const { today } = await settingOf(tx, ctx);
    const faults: ImportFault[] = [...found.faults];
    const done = { added: 0, changed: 0, skipped: 0 };
    for (const { line, code, risk: given } of found.rows) {
      const held = code === null ? undefined : known.get(code);
      if (held && existing === "skip") {
        done.skipped += 1;
        continue;
      }
      // A savepoint, so that a refused row leaves nothing behind.
      await tx.execute(sql`savepoint one_row`);
      try {
        await (held ? changeRow(tx, ctx, held, given, today) : addRow(tx, ctx, code, given));
        await tx.execute(sql`release savepoint one_row`);
        done[held ? "changed" : "added"] += 1;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        await tx.execute(sql`rollback to savepoint one_row`);
        faults.push({ line, title: given.title, why: [error.message] });
      }
    }
    if (done.added + done.changed === 0)
      throw new AppError(
        "BAD_REQUEST",
        faults[0] ? `Line ${faults[0].line}: ${faults[0].why.join(" ")}` : "Nothing in this file is new.",
      );
    return { changeId, ...done, faults };
  });
