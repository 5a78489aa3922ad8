import { z } from "zod";

/** At most so many seals a page. */
export const sealPage = z.object({
  page: z.number().int().min(1).max(100_000).default(1),
  pageSize: z.number().int().min(1).max(100).default(31),
});
export type SealPage = z.infer<typeof sealPage>;

/** A record by the link of its page, its id or, for an initiative, its code. */
export const recordSearch = z.object({ record: z.string().trim().min(1).max(500) });

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

export const recordId = (text: string): string | null => ID.exec(text)?.[0].toLowerCase() ?? null;

/** One version of one record: which table, which row, since when (an instant with microseconds, as the record has it). */
export const versionRef = z.object({
  table: z.string().regex(/^[a-z_]{1,63}$/),
  id: z.uuid(),
  at: z.iso.datetime({ offset: true }),
});
export type VersionRef = z.infer<typeof versionRef>;
