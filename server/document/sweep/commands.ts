import path from "node:path";
import type { Sql } from "@/db/client";
import { sweepIncoming } from "../receive/receive";
import { type DocumentStorage, partsOf } from "../storage/contract";
import { documentsFolder } from "../storage/registry";

const DAY_MS = 86_400_000;
const BATCH = 500;

type Held = { key: string; fileId: string };

/** Of one organisation's keys, those that no document has, nor had lately; all of them when the organisation is gone. */
async function unwanted(sql: Sql, orgId: string, held: readonly Held[], since: Date): Promise<Held[]> {
  const ids = held.map(({ fileId }) => fileId);
  const wanted = await sql<{ id: string }[]>`select private.wanted_files(${orgId}, ${ids}, ${since}) as id`;
  return held.filter(({ fileId }) => !wanted.some(({ id }) => id === fileId));
}

/**
 * Removes bytes that no document names: of uploads that broke off, of documents deleted `days` ago, of organisations that
 * were removed. What arrived within a day is left alone, because its document may be about to be written.
 *
 * @returns how many files were removed
 */
export async function sweepDocuments(
  { sql, storage, now, incoming = path.join(documentsFolder(), "incoming") }: SweepPlaces,
  { days }: { days: number },
): Promise<number> {
  const since = new Date(now.getTime() - days * DAY_MS);
  let removed = await sweepIncoming(incoming, now);
  let org = "";
  let held: Held[] = [];
  const settle = async () => {
    for (const { key } of held.length ? await unwanted(sql, org, held, since) : []) {
      await storage.remove(key);
      removed += 1;
    }
    held = [];
  };
  for await (const { key, at } of storage.list()) {
    if (now.getTime() - at.getTime() < DAY_MS) continue;
    let parts: ReturnType<typeof partsOf>;
    try {
      parts = partsOf(key);
    } catch {
      continue; // not ours: somebody keeps something else beside it
    }
    if (parts.orgId !== org || held.length >= BATCH) await settle();
    org = parts.orgId;
    held.push({ key, fileId: parts.fileId });
  }
  await settle();
  return removed;
}
export type SweepPlaces = { sql: Sql; storage: DocumentStorage; now: Date; incoming?: string };
