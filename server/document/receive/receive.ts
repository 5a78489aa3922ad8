import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { SAMPLE_BYTES } from "@/domain/document/content";
import { sizeText } from "@/domain/document/sentence";
import { AppError } from "@/domain/shared/error";
import { asFault, type Parcel } from "../storage/contract";

/** A file that has arrived whole, on the disk of this machine, and samples of both its ends. */
export type Arrived = Parcel & { head: Uint8Array; tail: Uint8Array };

const DAY_MS = 86_400_000;

/** Keeps the first and the last bytes of what flows by. */
function sampler() {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  return {
    take(chunk: Buffer) {
      if (head.length < SAMPLE_BYTES) head = Buffer.concat([head, chunk.subarray(0, SAMPLE_BYTES - head.length)]);
      tail = Buffer.concat([tail, chunk.subarray(-SAMPLE_BYTES)]).subarray(-SAMPLE_BYTES);
    },
    samples: () => ({ head: new Uint8Array(head), tail: new Uint8Array(tail) }),
  };
}

export const tooLarge = (most: number): AppError =>
  new AppError("PAYLOAD_TOO_LARGE", `The file is larger than ${sizeText(most)}, which is the most that is taken.`);

/**
 * Writes a stream to a file of its own, no more of it in memory than what is under way, and cuts it off where it becomes
 * too large. A stream that breaks leaves nothing. Its name starts with a dot: a backup passes over what is under way.
 * @throws AppError PAYLOAD_TOO_LARGE; StorageFault when the disk is full
 */
export async function receive(
  stream: AsyncIterable<Buffer>,
  { folder, most, file = path.join(folder, `.${randomUUID()}.part`) }: { folder: string; most: number; file?: string },
): Promise<Arrived> {
  const hash = createHash("sha256");
  const { take, samples } = sampler();
  let size = 0;
  try {
    await mkdir(folder, { recursive: true });
    const handle = await open(file, "w");
    try {
      for await (const chunk of stream) {
        size += chunk.length;
        if (size > most) throw tooLarge(most);
        hash.update(chunk);
        take(chunk);
        await handle.writeFile(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (file.startsWith(folder)) await rm(file, { force: true });
    asFault(error);
  }
  return { path: file, size, sha256: hash.digest("hex"), ...samples() };
}

/** Removes what uploads left behind that broke off together with their process. @returns how many files */
export async function sweepIncoming(folder: string, now: Date): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (!facts || now.getTime() - facts.mtimeMs < DAY_MS) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
