import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { PassThrough } from "node:stream";
import type postgres from "postgres";
import { AppError } from "@/domain/shared/error";
import { writeRecordIn } from "../../seal/record/queries";
import { quoted, type Table, tablesOf } from "../backup/catalogue";
import { ownerConnection } from "../backup/commands";
import { backUpFiles } from "../backup/files";
import { syncFolder } from "../backup/stream";
import { type FolderManifest, MANIFEST, MANIFEST_HASH, RECORD, writeLined } from "./folder";

const ROWS_AT_ONCE = 1000;
/** Schemas that belong to an organisation alone: what it has, and what it had. */
const OWN = /^(public|history)\./;

type Exported = FolderManifest["tables"][number];

async function writeTable(tx: postgres.TransactionSql, table: Table, orgId: string, folder: string): Promise<Exported> {
  const { key, columns } = table;
  const order = key.length > 0 ? ` order by ${key.map(quoted).join(", ")}` : "";
  const statement = `select row_to_json(t)::text as line from (select ${columns.map(quoted).join(", ")}
    from ${quoted(table.table)} where org_id = '${orgId}'${order}) t`;
  const written = await writeLined(folder, `${table.table}.jsonl`, async function* () {
    for await (const batch of tx.unsafe<{ line: string }[]>(statement).cursor(ROWS_AT_ONCE))
      yield batch.map(({ line }) => `${line}\n`).join("");
  });
  return { table: table.table, key, columns, ...written };
}

async function writeRecordFile(tx: postgres.TransactionSql, orgId: string, folder: string) {
  const through = new PassThrough({ encoding: "utf8" });
  const made = writeRecordIn(tx, orgId, async (chunk) => {
    if (!through.write(chunk)) await Promise.race([once(through, "drain"), once(through, "close")]);
  }).then(
    (manifest) => {
      through.end();
      return manifest;
    },
    (error: Error) => {
      through.destroy(error);
      throw error;
    },
  );
  const [{ days, head }, written] = await Promise.all([made, writeLined(folder, RECORD, () => wholeLines(through))]);
  return { ...written, days, head };
}

async function* wholeLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = "";
  for await (const chunk of chunks) {
    const text = begun + chunk;
    const end = text.lastIndexOf("\n") + 1;
    begun = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
}

export type OrganisationExport = { folder: string; tables: number; rows: number; files: number };

/**
 * Everything of one organisation in a new folder: a line of JSON for each row of each table, history included, its documents,
 * its record with the seals, and a manifest with the hash of each file. The folder has its name when it is whole. Secrets stay sealed.
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
  await mkdir(path.join(draft, "lines"), { recursive: true, mode: 0o700 });
  const sql = ownerConnection(given.ownerUrl, "portolan-export");
  try {
    const [tables, record, at] = await sql.begin("isolation level repeatable read read only", async (tx) => {
      await tx`select set_config('app.org_id', ${orgId}, true), set_config('app.role', 'job', true), private.seal_settings()`;
      const own = (await tablesOf(tx)).filter(({ table, columns }) => OWN.test(table) && columns.includes("org_id"));
      const written: Exported[] = [];
      for (const table of own) written.push(await writeTable(tx, table, orgId, draft));
      const kept = await writeRecordFile(tx, orgId, draft);
      const [row] = await tx<{ at: Date }[]>`select clock_timestamp() as at`;
      return [written, kept, row?.at.toISOString() ?? ""] as const;
    });
    const files = given.storage ? await backUpFiles(path.join(given.storage, orgId), draft) : [];
    const manifest: FolderManifest = {
      ...{ portolan: "organisation", format: 2, organisation: given.organisation, snapshotAt: at },
      ...{ tables, record, files: files.map(({ file, bytes, sha256 }) => ({ file, bytes, sha256 })) },
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(path.join(draft, MANIFEST), text, { mode: 0o600 });
    await writeFile(path.join(draft, MANIFEST_HASH), `${createHash("sha256").update(text).digest("hex")}\n`, {
      mode: 0o600,
    });
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
