import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";
import { AppError } from "@/domain/shared/error";
import { quoted, type Table, tablesOf } from "../backup/catalogue";
import { ownerConnection } from "../backup/commands";
import { backUpFiles } from "../backup/files";
import { syncFolder } from "../backup/stream";

const ROWS_AT_ONCE = 1000;
/** Schemas that belong to an organisation alone: what it has, and what it had. */
const OWN = /^(public|history)\./;

type Exported = { table: string; file: string; rows: number; sha256: string };

async function writeTable(tx: postgres.TransactionSql, table: Table, orgId: string, folder: string): Promise<Exported> {
  const file = `${table.table}.jsonl`;
  const digest = createHash("sha256");
  let rows = 0;
  const order = table.key.length > 0 ? ` order by ${table.key.map(quoted).join(", ")}` : "";
  const statement = `select row_to_json(t)::text as line from (select ${table.columns.map(quoted).join(", ")}
    from ${quoted(table.table)} where org_id = '${orgId}'${order}) t`;
  const lines = async function* () {
    for await (const batch of tx.unsafe<{ line: string }[]>(statement).cursor(ROWS_AT_ONCE)) {
      const text = batch.map(({ line }) => `${line}\n`).join("");
      digest.update(text);
      rows += batch.length;
      yield text;
    }
  };
  await pipeline(lines, createWriteStream(path.join(folder, file), { flags: "wx", mode: 0o600, flush: true }));
  return { table: table.table, file, rows, sha256: digest.digest("hex") };
}

export type OrganisationExport = { folder: string; tables: number; rows: number; files: number };

/**
 * Everything of one organisation in a new folder: a line of JSON for each row of each table, history included, its documents,
 * and a manifest with the hash of each file. The folder has its name when it is whole. Secrets stay sealed.
 *
 * @throws AppError CONFLICT when the folder exists
 */
export async function exportOrganisation(given: {
  ownerUrl: string;
  organisation: { orgId: string; slug: string; name: string };
  target: string;
  storage: string | null;
}): Promise<OrganisationExport> {
  const target = path.resolve(given.target);
  if (existsSync(target)) throw new AppError("CONFLICT", `${target} exists already. Name a new folder.`);
  const { orgId } = given.organisation;
  const draft = `${target}.partial-${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const sql = ownerConnection(given.ownerUrl, "portolan-export");
  try {
    const [tables, at] = await sql.begin("isolation level repeatable read read only", async (tx) => {
      await tx`select set_config('app.org_id', ${orgId}, true), set_config('app.role', 'job', true)`;
      const own = (await tablesOf(tx)).filter(({ table, columns }) => OWN.test(table) && columns.includes("org_id"));
      const written: Exported[] = [];
      for (const table of own) written.push(await writeTable(tx, table, orgId, draft));
      const [row] = await tx<{ at: Date }[]>`select clock_timestamp() as at`;
      return [written, row?.at.toISOString() ?? ""] as const;
    });
    const files = given.storage ? await backUpFiles(path.join(given.storage, orgId), draft) : [];
    const manifest = {
      portolan: "organisation",
      format: 1,
      organisation: given.organisation,
      snapshotAt: at,
      tables,
      files,
    };
    await writeFile(path.join(draft, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await syncFolder(draft);
    await rename(draft, target);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return { folder: target, tables: tables.length, rows, files: files.length };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
