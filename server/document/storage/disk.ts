import { createReadStream } from "node:fs";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { asFault, type DocumentStorage, partsOf } from "./contract";

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/** A folder's own entries are on the disk only once the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* filesIn(folder: string, depth: number): AsyncIterable<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
  if (!entries) return;
  for await (const entry of entries) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) yield* filesIn(inside, depth - 1);
    else if (entry.isFile() && depth === 0) yield inside;
  }
}

/** Files under a folder of this machine, or of a disk that all machines share. */
export function diskStorage(root: string): DocumentStorage {
  const placeOf = (key: string): string => {
    partsOf(key);
    return path.join(root, key);
  };
  return {
    put: async (key, { path: from }) => {
      const to = placeOf(key);
      const folder = path.dirname(to);
      try {
        await mkdir(folder, { recursive: true });
        await rename(from, to);
        await syncFolder(folder);
      } catch (error) {
        asFault(error);
      }
    },
    open: async (key) => {
      const place = placeOf(key);
      const handle = await open(place, "r").catch((error: unknown) => {
        if (isGone(error)) return null;
        throw error;
      });
      return handle ? createReadStream(place, { fd: handle }) : null;
    },
    remove: (key) => rm(placeOf(key), { force: true }),
    async *list() {
      for await (const file of filesIn(root, 2)) {
        const key = path.relative(root, file).split(path.sep).join("/");
        const facts = await stat(file).catch(() => null); // gone meanwhile
        if (facts) yield { key, at: facts.mtime };
      }
    },
  };
}
