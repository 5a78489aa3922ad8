import { createHash, hash } from "node:crypto";
import type postgres from "postgres";
import type { Hash } from "@/domain/seal/merkle";
import type { Manifest } from "@/domain/seal/record-line";
import { dayAfter } from "@/domain/seal/rest";
import type { OrgContext } from "../../context";
import { inTransaction, settingsOf } from "../../record/transaction";

export const sha256: Hash = (data) => hash("sha256", data, "buffer");

const ROWS_A_FETCH = 2_000;
const DAYS_AT_ONCE = 62;

/** Takes the lines of a record. `pause` is called now and then, and may make the reading wait. */
export type LineSink = { line(text: string): void; pause?(): Promise<void> };

type Raw = postgres.ReservedSql | postgres.TransactionSql;
type Leaf = { day: string | null; entry: string; body: string | null; later: string | null; sealed: boolean };

/** Reads through a cursor, so that memory does not grow with the record. */
async function eachLeaf(
  raw: Raw,
  { query, order }: { query: string; order: string },
  sink: LineSink,
  take: (leaf: Leaf) => void,
): Promise<void> {
  await raw.unsafe(
    `declare record_leaf no scroll cursor for select day::text, entry, body, later, sealed from (${query}) x order by ${order}`,
  );
  for (;;) {
    const leaves = await raw.unsafe<Leaf[]>(`fetch forward ${ROWS_A_FETCH} from record_leaf`);
    const isLast = leaves.length < ROWS_A_FETCH;
    for (const leaf of leaves) take(leaf);
    leaves.length = 0; // as in server/table/file/cursor.ts
    await sink.pause?.();
    if (isLast) break;
  }
  await raw.unsafe("close record_leaf");
}

type Span = { first: string; last: string; columns: Columns };

async function sourceOf(raw: Raw, orgId: string, span: Span | null): Promise<string> {
  const [row] = await raw<{ text: string }[]>`
    select private.seal_source(${orgId}::uuid, null, ${span?.first ?? null}::date, ${span?.last ?? null}::date,
      ${span ? JSON.stringify(span.columns) : null}::text::jsonb) as text`;
  return `select day, entry, body, later, false as sealed from (${row?.text ?? ""}) live`;
}

type Columns = Record<string, string[]>;
type SealRow = { day: string; statement: string; chain: string; columns: string };

const sealsAfter = (raw: Raw, orgId: string, day: string | null) => raw<SealRow[]>`
  select s.day::text as day, private.seal_statement(s) as statement, s.chain, s.columns::text as columns
  from public.seal s where s.org_id = ${orgId} and (${day}::date is null or s.day > ${day}::date) order by s.day limit ${DAYS_AT_ONCE}`;

/** The seals from the first on that follow each other and hashed the same columns of the tables they share: one plan reads them. */
function alike(seals: readonly SealRow[]): { run: SealRow[]; columns: Columns } {
  const columns: Columns = {};
  const run: SealRow[] = [];
  for (const seal of seals) {
    const own = JSON.parse(seal.columns) as Columns;
    const differs = Object.entries(own).some(
      ([table, listed]) => columns[table] && String(columns[table]) !== String(listed),
    );
    const last = run.at(-1);
    if (differs || (last && dayAfter(last.day) !== seal.day)) break;
    Object.assign(columns, own);
    run.push(seal);
  }
  return { run, columns };
}

/** The lines of the record of the transaction's organisation. `private.seal_settings()` was called in it. */
async function recordLines(raw: Raw, orgId: string, sink: LineSink): Promise<Manifest> {
  const counts = { days: 0, leaves: 0, rows: 0, lines: 0 };
  let head: string | null = null;
  const line = (text: string) => {
    counts.lines += 1;
    sink.line(text);
  };
  const seal = ({ statement, chain }: SealRow) => {
    line(`{"seal":${statement},"chain":"${chain}"}`);
    counts.days += 1;
    head = chain;
  };
  const take = ({ entry, body, later, sealed }: Leaf) => {
    if (sealed) {
      counts.leaves += 1;
      return line(`{"sealed":${entry}}`);
    }
    counts.rows += 1;
    line(body === null ? `{"recorded":${entry}}` : `{"recorded":${entry},"row":${body}}`);
    if (later !== null) line(`{"later":${later}}`);
  };
  const [held] = await raw<{ organisation: string; at: string }[]>`
    select json_build_object('id', org_id, 'slug', slug, 'name', name, 'sample', sample)::text as organisation, now()::text as at from public.organisation`;
  const madeAt = new Date(held?.at ?? Number.NaN).toISOString();
  line(`{"portolan":"record","format":1,"organisation":${held?.organisation},"madeAt":"${madeAt}"}`);
  let seals = await sealsAfter(raw, orgId, null);
  while (seals.length > 0) {
    const { run, columns } = alike(seals);
    const [first, last] = [run[0]?.day ?? "", run.at(-1)?.day ?? ""];
    const live = await sourceOf(raw, orgId, { first, last, columns });
    const sealed = `select p.day, e.entry, null, null, true from public.seal_part p cross join lateral string_to_table(p.entries, E'\\n') e(entry) where p.org_id = '${orgId}' and p.day between '${first}' and '${last}'`;
    const all = { query: `${live} union all ${sealed}`, order: 'x.day, entry collate "C", sealed' };
    await eachLeaf(raw, all, sink, (leaf) => {
      while (run[0] && run[0].day <= (leaf.day ?? "")) seal(run.shift() ?? run[0]);
      take(leaf);
    });
    for (const empty of run) seal(empty);
    seals = await sealsAfter(raw, orgId, last);
  }
  line('{"rest":true}');
  const rest = { query: await sourceOf(raw, orgId, null), order: 'entry collate "C"' };
  await eachLeaf(raw, rest, sink, take);
  const manifest = { organisation: orgId, madeAt, ...counts, lines: counts.lines + 1, head };
  line(`{"manifest":${JSON.stringify(manifest)}}`);
  await sink.pause?.();
  return manifest;
}

/**
 * The whole record of an organisation as lines (domain/seal/record-line.ts), in one snapshot: for each sealed day what was
 * sealed and what is recorded, then what is not sealed yet. It compares nothing: that is the verifier's.
 */
export function readRecord(ctx: Pick<OrgContext, "orgId" | "actor" | "db">, sink: LineSink): Promise<Manifest> {
  const { orgId } = ctx;
  const scope = { ...ctx, asOf: null };
  const open = `begin isolation level repeatable read read only; ${settingsOf(scope)}; select private.seal_settings(), set_config('work_mem', '32MB', true), set_config('jit', 'off', true)`;
  return inTransaction(scope, { open, awaitCommit: false }, (_tx, raw) => recordLines(raw, orgId, sink));
}

const CHUNK = 256 * 1024; // characters

type Write = (chunk: string) => Promise<void>;

/** The record as a file: its lines, and last the hash of them. */
export const writeRecord = (ctx: Pick<OrgContext, "orgId" | "actor" | "db">, write: Write): Promise<Manifest> =>
  asFile((sink) => readRecord(ctx, sink), write);

/** The same in a transaction that is open, of the organisation it is set to. */
export async function writeRecordIn(raw: Raw, orgId: string, write: Write): Promise<Manifest> {
  await raw`select private.seal_settings()`;
  return asFile((sink) => recordLines(raw, orgId, sink), write);
}

async function asFile(read: (sink: LineSink) => Promise<Manifest>, write: Write): Promise<Manifest> {
  const digest = createHash("sha256");
  let waiting: string[] = [];
  let size = 0;
  const flush = async () => {
    const chunk = waiting.join("");
    [waiting, size] = [[], 0];
    digest.update(chunk);
    await write(chunk);
  };
  const manifest = await read({
    line: (text) => {
      waiting.push(text, "\n");
      size += text.length + 1;
    },
    pause: async () => {
      if (size > CHUNK) await flush();
    },
  });
  await flush();
  await write(`{"sha256":"${digest.digest("hex")}"}\n`);
  return manifest;
}
