import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Manifest } from "./manifest";
import { measure, syncFolder } from "./stream";

const FOLDER = "files";

/** Files below a folder, relative to it, in one order. What is still being written there is not one. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && !entry.name.endsWith(".part"))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Copies the storage folder into the backup. Without one (none was made yet, or documents lie in S3) there is nothing to copy. */
export async function backUpFiles(storage: string | null, backup: string): Promise<Manifest["files"]> {
  const files: Manifest["files"] = [];
  for (const name of storage ? await filesBelow(storage) : []) {
    const file = path.join(FOLDER, name);
    await mkdir(path.dirname(path.join(backup, file)), { recursive: true });
    const isThere = await copyFile(path.join(storage ?? "", name), path.join(backup, file)).then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? false : Promise.reject(error)), // deleted since it was listed
    );
    if (!isThere) continue;
    const { bytes, sha256 } = await measure(createReadStream(path.join(backup, file)));
    files.push({ file, bytes, sha256 });
  }
  return files;
}

/** Puts the documents back. What lies there under the same name and has the same length stays. */
export async function restoreFiles(manifest: Manifest, backup: string, storage: string): Promise<void> {
  for (const { file, bytes } of manifest.files) {
    const target = path.join(storage, path.relative(FOLDER, file));
    const held = await stat(target).catch(() => null);
    if (held?.size === bytes) continue;
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(path.join(backup, file), target);
    await syncFolder(path.dirname(target));
  }
}
