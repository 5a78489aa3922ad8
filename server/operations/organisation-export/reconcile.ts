import { createHash } from "node:crypto";
import { membersOf } from "@/domain/seal/members";
import { placeOf, statementOf } from "@/domain/seal/record-line";
import { placeText } from "@/domain/seal/report";
import type { FolderManifest } from "./folder";

/** What only a version has, not the row that is current. */
const OF_VERSION = new Set(["recorded_from", "recorded_to", "change_id", "closed_by"]);
const CLOSING = new Set(["recorded_to", "closed_by"]);
const CHANGES = "public.change";

type Entry = { kind: string; text: string };
type Table = FolderManifest["tables"][number];
type Lines = (file: string) => AsyncIterable<string>;
type Difference = { file: string; line: number | null; text: string };

const sameText = (members: Iterable<readonly [string, string]>): string =>
  [...members]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    .join();

const hashOf = ({ kind, text }: Entry): string => createHash("sha256").update(`${kind}\n${text}`).digest("hex");

/** Entries of a row of a history table, or of `change`: as a record would have them. */
function entriesOf({ table, key }: Table, members: ReadonlyMap<string, string>): Entry[] {
  const name = table.slice(table.indexOf(".") + 1);
  const opened = sameText([...members].filter(([column]) => table === CHANGES || !CLOSING.has(column)));
  const entries = [{ kind: `open ${name}`, text: opened }];
  const value = (column: string) => members.get(column) ?? "null";
  if (table === CHANGES || value("closed_by") === "null") return entries;
  const keys = key
    .filter((column) => column !== "org_id" && column !== "recorded_from")
    .map((column) => (value(column).startsWith('"') ? value(column) : JSON.stringify(value(column))));
  const ends = ["recorded_from", "recorded_to", "closed_by"].map(value).join();
  return [...entries, { kind: `close ${name}`, text: `["close","${name}",[${keys.join()}],${ends}]` }];
}

/** Entries of a record, line by line: columns that were added later stand on a line of their own behind the row. */
class RecordEntries {
  private waiting: { name: string; members: Map<string, string>; begins: string } | undefined;
  day: string | null = null; // null behind the last sealed day

  take(line: string): { entry: Entry; begins: string } | undefined {
    if (line.startsWith('{"later":')) {
      for (const [column, value] of membersOf(line.slice(9, -1))) this.waiting?.members.set(column, value);
      return undefined;
    }
    const done = this.flush();
    if (line.startsWith('{"seal":')) this.day = statementOf(line)?.statement.day ?? this.day;
    else if (line === '{"rest":true}') this.day = null;
    if (!line.startsWith('{"recorded":')) return done;
    const cut = line.indexOf('"],"row":{');
    const begins = cut < 0 ? line.slice(12, -1) : line.slice(12, cut + 2);
    const name = placeOf(begins)?.table ?? "";
    this.waiting = { name, begins, members: cut < 0 ? new Map() : membersOf(line.slice(cut + 9, -1)) };
    return done;
  }

  flush(): { entry: Entry; begins: string } | undefined {
    const { waiting } = this;
    this.waiting = undefined;
    if (!waiting) return undefined;
    const { name, members, begins } = waiting;
    if (begins.startsWith('["close",')) return { begins, entry: { kind: `close ${name}`, text: begins } };
    return { begins, entry: { kind: `open ${name}`, text: sameText(members) } };
  }
}

/**
 * Whether tables hold what the record holds, and current rows what the open versions say. Sums of hashes are compared, so that
 * order does not matter and memory stays; only where they differ are the entries of that one table looked up.
 */
export class Reconciliation {
  private readonly sums = new Map<string, bigint>();
  private readonly tables: ReadonlyMap<string, Table>;
  private readonly recorded = new RecordEntries();

  constructor(tables: readonly Table[]) {
    this.tables = new Map(tables.map((table) => [table.table, table]));
  }

  private count(entry: Entry, sign: 1n | -1n): void {
    const { kind } = entry;
    this.sums.set(kind, (this.sums.get(kind) ?? 0n) + sign * BigInt(`0x${hashOf(entry)}`));
  }

  row(name: string, text: string): void {
    const table = this.tables.get(name);
    const members = table && readable(text);
    if (!table || !members) return;
    const bare = name.slice(name.indexOf(".") + 1);
    if (name.startsWith("history.") || name === CHANGES)
      for (const entry of entriesOf(table, members)) this.count(entry, 1n);
    const current = this.tables.get(`public.${bare}`);
    if (!current || !this.tables.has(`history.${bare}`)) return;
    const kind = `current ${bare}`;
    if (name.startsWith("public.")) this.count({ kind, text: sameText(members) }, 1n);
    else if ((members.get("closed_by") ?? "null") === "null")
      this.count({ kind, text: sameText(currentOf(current, members)) }, -1n);
  }

  record(text: string): void {
    const done = isReadable(text) ? this.recorded.take(text) : this.recorded.flush();
    if (done) this.count(done.entry, -1n);
  }

  /** Reads again what differs, and says which rows those are. */
  async differences(lines: Lines, manifest: FolderManifest): Promise<Difference[]> {
    const last = this.recorded.flush();
    if (last) this.count(last.entry, -1n);
    const differing = [...this.sums].filter(([, sum]) => sum !== 0n).map(([kind]) => kind);
    const found: Difference[] = [];
    const names = new Set(differing.filter((kind) => !kind.startsWith("current ")).map(bareOf));
    for (const name of names) {
      const table = this.tables.get(name === "change" ? CHANGES : `history.${name}`);
      if (table) found.push(...(await strangers(table, name, lines, manifest.record.file)));
    }
    for (const kind of differing) {
      const name = bareOf(kind);
      if (!kind.startsWith("current ") || names.has(name)) continue;
      found.push({ file: `public.${name}.jsonl`, line: null, text: "does not hold what the history says is current." });
    }
    return found;
  }
}

const bareOf = (kind: string): string => kind.slice(kind.indexOf(" ") + 1);

const currentOf = ({ columns }: Table, members: ReadonlyMap<string, string>): [string, string][] =>
  columns.filter((column) => !OF_VERSION.has(column) || !members.has(column)).map((c) => [c, members.get(c) ?? "null"]);

function readable(text: string): Map<string, string> | undefined {
  try {
    return membersOf(text);
  } catch {
    return undefined; // named by its line
  }
}
const isReadable = (text: string): boolean => readable(text) !== undefined;

async function strangers(table: Table, name: string, lines: Lines, record: string): Promise<Difference[]> {
  const missing = new Map<string, { begins: string; day: string | null }>();
  const entries = new RecordEntries();
  const keep = (done: ReturnType<RecordEntries["take"]>, day: string | null) => {
    if (done && bareOf(done.entry.kind) === name) missing.set(hashOf(done.entry), { begins: done.begins, day });
  };
  let day: string | null = null;
  for await (const line of lines(record)) {
    keep(isReadable(line) ? entries.take(line) : entries.flush(), day);
    day = entries.day;
  }
  keep(entries.flush(), day);
  const found: Difference[] = [];
  let number = 0;
  for await (const line of lines(table.file)) {
    number += 1;
    const members = readable(line);
    if (members && entriesOf(table, members).some((entry) => !missing.delete(hashOf(entry))))
      found.push({ file: table.file, line: number, text: `is not what ${record} holds.` });
  }
  for (const { begins, day: of } of missing.values()) {
    const place = placeOf(begins);
    const what = place ? placeText(place).replace(/,$/, "") : begins;
    found.push({
      ...{ file: table.file, line: null },
      text: `does not hold ${what}, as it is recorded (${of ? `sealed for ${of}` : "not sealed yet"}).`,
    });
  }
  return found;
}
