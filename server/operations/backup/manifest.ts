import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/domain/shared/error";

export const FORMAT = 1;
export const MANIFEST = "manifest.json";

const held = { file: z.string(), bytes: z.number(), sha256: z.string() };

const manifest = z.object({
  portolan: z.literal("backup"),
  format: z.number(),
  madeAt: z.string(),
  /** The instant of the snapshot by the database's clock. */
  snapshotAt: z.string(),
  postgres: z.string(),
  /** Tags of the migrations the database had, in order. */
  migrations: z.array(z.string()),
  organisations: z.number(),
  /** Rows as PostgreSQL's COPY writes them; hashes are of what is inside the compressed file. */
  tables: z.array(z.object({ table: z.string(), columns: z.array(z.string()), rows: z.number(), ...held })),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
  pointMonths: z.array(z.string()),
  /** Documents, as they lie in the storage folder. */
  files: z.array(z.object(held)),
  leftOut: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof manifest>;

/** @throws AppError BAD_REQUEST when the folder is no whole backup, or of a format this build does not read */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(path.join(folder, MANIFEST), "utf8");
  } catch {
    throw new AppError(
      "BAD_REQUEST",
      `${folder} is no whole backup: it has no ${MANIFEST}, which is written last. A backup that was stopped cannot be restored.`,
    );
  }
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new AppError("BAD_REQUEST", `${path.join(folder, MANIFEST)} is damaged: it is no JSON.`);
  }
  const format = z.object({ portolan: z.literal("backup"), format: z.number() }).safeParse(read);
  if (!format.success) throw new AppError("BAD_REQUEST", `${folder} is no backup of Portolan.`);
  if (format.data.format !== FORMAT) {
    throw new AppError(
      "BAD_REQUEST",
      `This backup has format ${format.data.format}; this version reads format ${FORMAT}. Restore it with the version that made it.`,
    );
  }
  const parsed = manifest.safeParse(read);
  if (!parsed.success) {
    const where = parsed.error.issues.slice(0, 3).map((issue) => issue.path.join("."));
    throw new AppError("BAD_REQUEST", `${path.join(folder, MANIFEST)} is damaged at ${where.join(", ")}.`);
  }
  const outside = [...parsed.data.tables, ...parsed.data.files].find(({ file }) => !isInside(file));
  if (outside) throw new AppError("BAD_REQUEST", `${outside.file} lies outside the backup.`);
  return parsed.data;
}

/** A path that a manifest may name: relative, and never out of its folder. */
const isInside = (file: string): boolean =>
  !path.isAbsolute(file) && !path.normalize(file).split(path.sep).includes("..") && file !== "";

const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });

/** The migrations this build knows, in order. */
export async function knownMigrations(root = process.cwd()): Promise<string[]> {
  const text = await readFile(path.join(root, "db/migrations/meta/_journal.json"), "utf8");
  return journal.parse(JSON.parse(text)).entries.map(({ tag }) => tag);
}
