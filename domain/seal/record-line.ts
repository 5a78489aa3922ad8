import { z } from "zod";
import type { Place } from "./report";

/*
 * A record as a file of lines, each JSON:
 *   {"portolan":"record",…}                         whose it is and when it was read
 *   {"seal":…,"chain":"…"}                          a day: what it says, and the SHA-256 of exactly that text
 *   {"sealed":["open","initiative",["…"],"…","…"]}  an entry as it was sealed
 *   {"recorded":[…],"row":…}                        the same as it is recorded, with the row whose SHA-256 it ends with
 *   {"later":…}                                     columns of that row that were added after the day was sealed
 *   {"rest":true}                                   what follows is not sealed
 *   {"manifest":…}, {"sha256":"…"}                  what the file holds, and the hash of all lines before
 */

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const header = z.object({
  portolan: z.literal("record"),
  format: z.literal(1),
  organisation: z.object({ id: z.uuid(), slug: z.string(), name: z.string(), sample: z.boolean() }),
  madeAt: z.iso.datetime(),
});
export type Header = z.infer<typeof header>;

const statement = z.object({
  portolan: z.literal("day seal"),
  format: z.literal(1),
  organisation: z.uuid(),
  day: z.iso.date(),
  leaves: z.int().min(0),
  root: hash,
  columns: z.record(z.string(), z.array(z.string())),
  added: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))),
  sealedAt: z.iso.datetime({ offset: true }),
  before: hash.nullable(),
});
/** What a seal says; the chain hashes its text as it stands. */
export type Statement = z.infer<typeof statement>;

const manifest = z.object({
  manifest: z.object({
    organisation: z.uuid(),
    madeAt: z.iso.datetime(),
    days: z.int(),
    leaves: z.int(),
    rows: z.int(),
    lines: z.int(),
    head: hash.nullable(),
  }),
});
export type Manifest = z.infer<typeof manifest>["manifest"];

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // no JSON
  }
}

export const headerOf = (line: string): Header | undefined => parsed(header, line);
export const manifestOf = (line: string): Manifest | undefined => parsed(manifest, line)?.manifest;
export const parseStatement = (raw: string): Statement | undefined => parsed(statement, raw);

/** A seal's line, with the very text that is hashed. */
export function statementOf(line: string): { raw: string; statement: Statement; chain: string } | undefined {
  const found = /^\{"seal":(.*),"chain":"([0-9a-f]{64})"\}$/.exec(line);
  const [, raw = "", chain = ""] = found ?? [];
  const read = found ? parseStatement(raw) : undefined;
  return read && { raw, statement: read, chain };
}

type Entry = [event: string, table: string, key: string[], at: string, ...rest: string[]];
const entry = z.tuple([z.string(), z.string(), z.array(z.string()), z.string()], z.string());

/** Null when the text is no entry, or one that was altered. */
function entryOf(text: string): Entry | null {
  return parsed(entry, text.replace(/ altered$/, "")) ?? null;
}

export function placeOf(text: string): Place | undefined {
  const [event, table, key, at] = entryOf(text) ?? [];
  if (event !== "open" && event !== "close" && event !== "change") return undefined;
  return { event, table: table ?? "", key: key ?? [], at: at ?? "" };
}

/** What an entry is about: the same for a version before and after it was changed. */
export function identityOf(text: string): string {
  const found = entryOf(text);
  return found ? JSON.stringify(found.slice(0, 4)) : text;
}

const CHANGE = /^\["change","change",\["([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[^"]*"\],"([^"]*)"/;

/** When a change says it was made, and when its id was (a UUID of version 7 begins with milliseconds). @source RFC 9562, 5.7 */
export function instantOf(text: string): { at: number; written: number } | undefined {
  const [, high = "", low = "", at = ""] = CHANGE.exec(text) ?? [];
  return at ? { at: Date.parse(at), written: Number.parseInt(high + low, 16) } : undefined;
}
