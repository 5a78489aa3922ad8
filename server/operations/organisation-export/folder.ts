import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";

/*
 * The folder of an exported organisation:
 *   manifest.json, manifest.sha256   what follows, with the hash of each file, and the hash of that
 *   <schema>.<table>.jsonl           a row a line, in the order of the key
 *   record.jsonl                     the record with its seals (domain/seal/record-line.ts), of the same snapshot
 *   lines/<name>.txt                 a hash a line of the file of that name, so that a changed line can be named
 *   files/…                          documents
 */
export const MANIFEST = "manifest.json";
export const MANIFEST_HASH = "manifest.sha256";
export const RECORD = "record.jsonl";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const held = z.object({ file: z.string(), sha256: hash });
const lined = held.extend({ rows: z.int().min(0), lines: held });
export type Lined = z.infer<typeof lined>;

export const folderManifest = z.object({
  portolan: z.literal("organisation"),
  format: z.literal(2),
  organisation: z.object({ orgId: z.uuid(), slug: z.string(), name: z.string() }),
  snapshotAt: z.iso.datetime(),
  tables: z.array(lined.extend({ table: z.string(), key: z.array(z.string()), columns: z.array(z.string()) })),
  record: lined.extend({ days: z.int(), head: hash.nullable() }),
  files: z.array(held.extend({ bytes: z.int().min(0) })),
});
export type FolderManifest = z.infer<typeof folderManifest>;

const LINE_DIGITS = 16; // of the hash of a line: enough to tell a changed one, the file's own hash does the rest
export const lineHash = (line: string): string => createHash("sha256").update(line).digest("hex").slice(0, LINE_DIGITS);

/** Writes whole lines and, beside them, the hash of each. Both are on the disk when this resolves. */
export async function writeLined(folder: string, file: string, chunks: () => AsyncIterable<string>): Promise<Lined> {
  const digests = { file: createHash("sha256"), lines: createHash("sha256") };
  const hashes = `lines/${file}.txt`;
  const beside = createWriteStream(path.join(folder, hashes), { flags: "wx", mode: 0o600, flush: true });
  let rows = 0;
  const lines = async function* () {
    for await (const chunk of chunks()) {
      digests.file.update(chunk);
      const each = chunk.split("\n").slice(0, -1);
      rows += each.length;
      const text = each.map((line) => `${lineHash(line)}\n`).join("");
      digests.lines.update(text);
      if (!beside.write(text)) await once(beside, "drain");
      yield chunk;
    }
  };
  await pipeline(lines, createWriteStream(path.join(folder, file), { flags: "wx", mode: 0o600, flush: true }));
  await new Promise<void>((resolve, reject) => {
    beside.once("error", reject);
    beside.end(resolve);
  });
  return {
    ...{ file, rows, sha256: digests.file.digest("hex") },
    lines: { file: hashes, sha256: digests.lines.digest("hex") },
  };
}
