import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Report } from "@/domain/seal/report";
import { reportLines } from "@/domain/seal/report";
import { AppError } from "@/domain/shared/error";
import { counted, groupThousands } from "@/domain/shared/sentence";
import { linesOf, verifyRecord } from "../../seal/file/queries";
import { measure } from "../backup/stream";
import { type FolderManifest, folderManifest, type Lined, lineHash, MANIFEST, MANIFEST_HASH } from "./folder";
import { Reconciliation } from "./reconcile";

const NAMED = 200; // findings named; the rest are counted
const LINES_NAMED = 10; // of one file

/** A file, and what is wrong with it. `line` counts from 1. */
export type FileFinding = { file: string; line: number | null; text: string };
export type FolderReport = {
  folder: string;
  organisation: FolderManifest["organisation"];
  files: number;
  findings: FileFinding[];
  /** All of them; `findings` holds the first. */
  found: number;
  record: Report | null;
};

class Findings {
  readonly first: FileFinding[] = [];
  count = 0;
  add(file: string, text: string, line: number | null = null): void {
    this.count += 1;
    if (this.first.length < NAMED) this.first.push({ file, line, text });
  }
}

async function manifestIn(folder: string, findings: Findings): Promise<FolderManifest> {
  const text = await readFile(path.join(folder, MANIFEST), "utf8").catch(() => "");
  if (text === "") throw new AppError("BAD_REQUEST", `${folder} is no exported organisation: it has no ${MANIFEST}.`);
  const said = await readFile(path.join(folder, MANIFEST_HASH), "utf8").catch(() => "");
  if (createHash("sha256").update(text).digest("hex") !== said.trim())
    findings.add(MANIFEST, `does not have the hash that ${MANIFEST_HASH} says.`);
  try {
    return folderManifest.parse(JSON.parse(text));
  } catch {
    throw new AppError("BAD_REQUEST", `${path.join(folder, MANIFEST)} cannot be read as the manifest of an export.`);
  }
}

/** A file and the hashes of its lines, against each other and the manifest. `each` is given every line that is in it. */
async function checkLined(
  folder: string,
  { file, rows, sha256, lines }: Lined,
  findings: Findings,
  each: (text: string, line: number) => void,
): Promise<void> {
  const [whole, beside] = [createHash("sha256"), createHash("sha256")];
  if (!existsSync(path.join(folder, file))) return findings.add(file, "is missing.");
  const hasHashes = existsSync(path.join(folder, lines.file));
  if (!hasHashes) findings.add(lines.file, "is missing.");
  const hashes = hasHashes
    ? linesOf(path.join(folder, lines.file), false, (bytes) => beside.update(bytes))[Symbol.asyncIterator]()
    : undefined;
  let [line, changed] = [0, 0];
  for await (const text of linesOf(path.join(folder, file), false, (bytes) => whole.update(bytes))) {
    line += 1;
    const hash = (await hashes?.next())?.value;
    if (hashes && hash !== lineHash(text)) {
      changed += 1;
      if (changed <= LINES_NAMED) findings.add(file, "was changed after it was written.", line);
    }
    each(text, line);
  }
  for (let next = await hashes?.next(); next && !next.done; next = await hashes?.next());
  if (changed > LINES_NAMED) findings.add(file, `So were ${groupThousands(changed - LINES_NAMED)} more lines.`);
  if (line !== rows) findings.add(file, `holds ${counted(line, "line")}, and ${groupThousands(rows)} were written.`);
  const same = { file: whole.digest("hex") === sha256, lines: !hasHashes || beside.digest("hex") === lines.sha256 };
  if (!same.lines) findings.add(lines.file, "does not have the hash the manifest says.");
  if (!same.file && changed === 0) findings.add(file, "does not have the hash the manifest says.");
}

async function checkDocuments(folder: string, { files }: FolderManifest, findings: Findings): Promise<void> {
  for (const { file, bytes, sha256 } of files) {
    if (!existsSync(path.join(folder, file))) {
      findings.add(file, "is missing.");
      continue;
    }
    const held = await measure(createReadStream(path.join(folder, file)));
    if (held.bytes !== bytes || held.sha256 !== sha256) findings.add(file, "was changed after it was written.");
  }
}

async function checkStrangers(folder: string, manifest: FolderManifest, findings: Findings): Promise<void> {
  const { tables, record, files } = manifest;
  const known = new Set([MANIFEST, MANIFEST_HASH, ...files.map(({ file }) => file)]);
  for (const { file, lines } of [...tables, record]) known.add(file).add(lines.file);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = path.relative(folder, path.join(entry.parentPath, entry.name));
    if (!entry.isDirectory() && !known.has(file)) findings.add(file, "is not in the manifest.");
  }
}

/** No path of the manifest may lead out of the folder. @throws AppError BAD_REQUEST */
function refuseOutside({ tables, record, files }: FolderManifest): void {
  const all = [...tables, record]
    .flatMap(({ file, lines }) => [file, lines.file])
    .concat(files.map(({ file }) => file));
  const outside = all.find((file) => path.isAbsolute(file) || file.split(/[/\\]/).includes(".."));
  if (outside !== undefined)
    throw new AppError("BAD_REQUEST", `The manifest names a file outside the folder: ${outside}`);
}

/**
 * Checks an exported organisation from its folder alone: every file against the manifest, the seals of its record, and that
 * its tables hold what the record holds.
 * @throws AppError BAD_REQUEST when the folder is no such export
 */
export async function verifyFolder(folder: string, head?: string): Promise<FolderReport> {
  const findings = new Findings();
  const manifest = await manifestIn(folder, findings);
  refuseOutside(manifest);
  const same = new Reconciliation(manifest.tables);
  for (const table of manifest.tables) await checkLined(folder, table, findings, (text) => same.row(table.table, text));
  await checkLined(folder, manifest.record, findings, (text) => same.record(text));
  await checkDocuments(folder, manifest, findings);
  await checkStrangers(folder, manifest, findings);
  const recordFile = path.join(folder, manifest.record.file);
  const record = existsSync(recordFile) ? await verifyRecord(linesOf(recordFile), head) : null;
  if (record && record.organisation.id !== manifest.organisation.orgId)
    findings.add(manifest.record.file, "is the record of another organisation.");
  if (record)
    for (const { file, line, text } of await same.differences((file) => linesOf(path.join(folder, file)), manifest))
      findings.add(file, text, line);
  return {
    ...{ folder, organisation: manifest.organisation, record },
    files: manifest.tables.length * 2 + 4 + manifest.files.length,
    ...{ findings: findings.first, found: findings.count },
  };
}

export function folderLines({ organisation, files, findings, found, record }: FolderReport): string[] {
  const { name, slug } = organisation;
  const verdict = found === 0 ? "every file is as it was written" : counted(found, "finding");
  return [
    `${name} (${slug}): ${verdict}. ${counted(files, "file")} checked.`,
    ...findings.map(({ file, line, text }) => `  ${file}${line === null ? "" : `, line ${line}`} ${text}`),
    ...(found > findings.length ? [`  and ${groupThousands(found - findings.length)} more`] : []),
    ...(record ? reportLines(record) : ["There is no record to verify."]),
  ];
}
