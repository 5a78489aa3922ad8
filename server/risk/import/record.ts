import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { placeOpening } from "@/domain/import/place";
import type { ImportPlan } from "@/domain/import/plan";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";

const CHUNK = 400; // rows a statement

/** Columns of a table with their types, as rows written together are given to PostgreSQL. */
export class Shape {
  readonly sql: SQL;
  readonly #names: string[];

  constructor(columns: string) {
    this.sql = sql.raw(columns);
    this.#names = columns.split(",").map((column) => column.trim().split(" ")[0] ?? "");
  }

  names(prefix = ""): SQL {
    return sql.raw(this.#names.map((name) => `${prefix}${name}`).join(", "));
  }
}

/** Where a person, a program, an initiative or a model stand in a row. */
export const PLACE = "program_id uuid, initiative_id uuid, model_id uuid, owner_id uuid";

/** Values under the names of their columns. */
const recordOf = (values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

/** Ids that sort in the order they are given, for rows that others refer to in the same change. */
async function mintedIds(tx: Tx, count: number): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`select uuidv7() as id from generate_series(1, ${count})`);
  return rows.map(({ id }) => id).sort();
}

/**
 * Writes in parts of a few hundred rows, and says how many are done. Plans are made anew for each part: one that triggers and
 * constraints made of an empty table would read all of it for each row.
 */
async function writeChunks<Row>(
  tx: Tx,
  rows: readonly Row[],
  onProgress: (rows: number) => void,
  write: (part: readonly Row[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const part = rows.slice(from, from + CHUNK);
    await tx.execute(sql`discard plans`);
    await write(part);
    onProgress(from + part.length);
  }
}

export type Written<Values> = { id: string; values: Values };

/** How records of a noun are written. `shape` has its code; `open` says which may still be changed. */
export type Writing<Values> = {
  table: "risk" | "assumption" | "issue";
  shape: Shape;
  fields: (values: Values) => object;
  /** Written once, with a new record. */
  fixed?: { names: string; values: SQL };
  open?: SQL;
  after?: (written: readonly Written<Values>[]) => Promise<void>;
};

/**
 * Writes a plan inside a change, in chunks. `onProgress` is told the rows written so far.
 * @throws AppError CONFLICT when a code is taken by a record out of sight, or one was edited since the plan was made
 */
export async function writeRecords<Values extends { code: string | null }>(
  tx: Tx,
  { orgId }: OrgContext,
  { creates, changes }: ImportPlan<Values>,
  { table, shape, fields, fixed, open, after }: Writing<Values>,
  onProgress: (rows: number) => void,
): Promise<void> {
  const name = sql.identifier(table);
  await writeChunks(tx, creates, onProgress, async (part) => {
    const ids = await mintedIds(tx, part.length);
    const made = part.map(({ values }, at) => ({ id: ids[at] ?? "", values }));
    const records = made.map(({ id, values }) => ({ ...recordOf(fields(values)), id, code: values.code ?? "" }));
    const written = await tx.execute<{ id: string }>(sql`
      insert into ${name} (org_id, id, ${shape.names()}${sql.raw(fixed ? `, ${fixed.names}` : "")})
      select ${orgId}::uuid, r.id, ${shape.names("r.")}${fixed ? sql`, ${fixed.values}` : sql``}
      from rows from (json_to_recordset(${JSON.stringify(records)}::text::json) as (id uuid, ${shape.sql})) with ordinality as r (id, ${shape.names()}, place)
      order by place on conflict (org_id, code) do nothing returning id`);
    const got = new Set(written.map(({ id }) => id));
    const lost = part.find((_, at) => !got.has(ids[at] ?? ""));
    if (lost)
      throw new AppError(
        "CONFLICT",
        `${placeOpening(lost)}: the code ${lost.values.code} belongs to something that you may not see. Give another code.`,
      );
    await after?.(made);
  });
  const counted = (rows: number) => onProgress(creates.length + rows);
  await writeChunks(tx, changes, counted, async (part) => {
    const records = part.map(({ id, version, values }) => ({ ...recordOf(fields(values)), id, seen: version }));
    const written = await tx.execute<{ id: string }>(sql`
      update ${name} t set (${shape.names()}) = (select ${shape.names("r.")})
      from json_to_recordset(${JSON.stringify(records)}::text::json) as r (id uuid, seen integer, ${shape.sql})
      where t.org_id = ${orgId} and t.id = r.id and t.version = r.seen and ${open ?? sql`true`}
      returning t.id`);
    if (written.length < part.length)
      throw new AppError("CONFLICT", `Somebody edited one of these ${table}s meanwhile. Run the dry run again.`);
    await after?.(part);
  });
}
