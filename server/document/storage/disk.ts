import { createReadStream } from "node:fs";
import { copyFile, mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { asFault, type DocumentStorage, partsOf } from "./contract";

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/** On the disk: a file, or the entries of a folder. */
async function sync(place: string): Promise<void> {
  const handle = await open(place, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Within a file system in one step; from another one by a copy that is whole before it gets its name. */
async function moveFile(from: string, to: string, root: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    const copy = path.join(root, `.${path.basename(to)}.part`);
    await copyFile(from, copy);
    await sync(copy);
    await rename(copy, to);
    await rm(from, { force: true });
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
        await moveFile(from, to, root);
        await sync(folder);
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
