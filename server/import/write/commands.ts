import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import type { Change, Creation, ImportPlan } from "@/domain/import/plan";
import type { InitiativeValues } from "@/domain/import/values";
import { AppError } from "@/domain/shared/error";
import type { OrgId } from "@/domain/shared/id";

export type NewField = { id: string; label: string; kind: "text" | "number" | "date" | "choice"; choices: string[] };

const CHUNK = 400; // rows a statement
const PREFIX = "AI-";

const COLUMNS = `code text, title text, problem text, outcome text, business_unit text, domain text, type text, tier smallint,
  stage text, delivery_method text, sponsor_id uuid, owner_id uuid, lead_id uuid, sponsor_name text, owner_name text,
  lead_name text, start_on date, target_on date, program_id uuid, restricted boolean, custom jsonb, source jsonb`;
const NAMES = COLUMNS.split(",").map((column) => column.trim().split(" ")[0] ?? "");

/** One initiative as the recordset of COLUMNS. */
function recordOf(values: InitiativeValues): Record<string, unknown> {
  const { tags: _tags, ...rest } = values;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

const list = (prefix: string) => sql.raw(NAMES.map((name) => `${prefix}${name}`).join(", "));

/** New custom fields after those the organisation has. */
export async function writeFields(tx: Tx, orgId: OrgId, fields: readonly NewField[]): Promise<void> {
  if (fields.length === 0) return;
  const [last] = await tx.execute<{ position: number }>(
    sql`select coalesce(max(position), -1)::int as position from custom_field where org_id = ${orgId}`,
  );
  const first = (last?.position ?? -1) + 1;
  await tx
    .insert(customField)
    .values(fields.map((field, i) => ({ ...field, orgId, noun: "initiative" as const, position: first + i })));
}

type Written = { id: string; code: string };

async function insertRows(tx: Tx, orgId: OrgId, records: Record<string, unknown>[]): Promise<Written[]> {
  // Rows are inserted in the order of the file, so that their ids sort as the file does.
  return tx.execute<Written>(sql`
    insert into initiative (org_id, ${list("")})
    select ${orgId}::uuid, ${list("r.")}
    from rows from (json_to_recordset(${JSON.stringify(records)}::text::json) as (${sql.raw(COLUMNS)})) with ordinality as r(${list("")}, place)
    order by place
    on conflict (org_id, code) do nothing
    returning id, code`);
}

async function nextNumber(tx: Tx, orgId: OrgId): Promise<number> {
  const [row] = await tx.execute<{ next: number }>(sql`
    select coalesce(max(substring(code from '^AI-([0-9]{1,8})$')::int), 0) + 1 as next from initiative where org_id = ${orgId}`);
  return row?.next ?? 1;
}

/** Gives a code to every initiative without one; a number another initiative holds out of sight is passed over. */
async function createRows(tx: Tx, orgId: OrgId, creates: readonly Creation[], step: (rows: number) => void) {
  let number = await nextNumber(tx, orgId);
  const given = new Set(creates.flatMap(({ values }) => (values.code ? [values.code] : [])));
  const nextCode = () => {
    let code = "";
    do code = `${PREFIX}${`${number++}`.padStart(2, "0")}`;
    while (given.has(code));
    return code;
  };
  for (let from = 0; from < creates.length; from += CHUNK) {
    let open = creates.slice(from, from + CHUNK).map((create) => ({ create, code: create.values.code ?? nextCode() }));
    const tags: { id: string; names: string[] }[] = [];
    while (open.length > 0) {
      const records = open.map(({ create, code }) => ({ ...recordOf(create.values), code }));
      const ids = new Map((await insertRows(tx, orgId, records)).map(({ id, code }) => [code, id]));
      for (const { create, code } of open) {
        const id = ids.get(code);
        if (id !== undefined) tags.push({ id, names: create.values.tags });
        else if (create.values.code !== null) throw new AppError("CONFLICT", codeTaken(create.line, code));
      }
      open = open.filter(({ code }) => !ids.has(code)).map(({ create }) => ({ create, code: nextCode() }));
    }
    await writeTags(tx, orgId, tags);
    step(Math.min(from + CHUNK, creates.length));
  }
}

const codeTaken = (line: number, code: string) =>
  `Line ${line}: the code ${code} belongs to an initiative that you may not see. Give another code.`;

async function writeTags(
  tx: Tx,
  orgId: OrgId,
  tags: readonly { id: string; names: readonly string[] }[],
): Promise<void> {
  const rows = tags.flatMap(({ id, names }) => names.map((name) => ({ id, name })));
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into tag (org_id, initiative_id, name)
    select ${orgId}::uuid, r.id, r.name from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (id uuid, name text)
    on conflict do nothing`);
}

async function changeRows(tx: Tx, orgId: OrgId, changes: readonly Change[], step: (rows: number) => void) {
  for (let from = 0; from < changes.length; from += CHUNK) {
    const part = changes.slice(from, from + CHUNK);
    const records = part.map(({ id, version, values }) => ({ ...recordOf(values), id, seen: version }));
    const written = await tx.execute<{ id: string }>(sql`
      update initiative i set (${list("")}) = (${list("r.")})
      from json_to_recordset(${JSON.stringify(records)}::text::json) as r (id uuid, seen integer, ${sql.raw(COLUMNS)})
      where i.org_id = ${orgId} and i.id = r.id and i.version = r.seen
      returning i.id`);
    if (written.length < part.length) {
      throw new AppError("CONFLICT", "Somebody edited an initiative of this file meanwhile. Run the dry run again.");
    }
    const ids = JSON.stringify(part.map(({ id, values }) => ({ id, tags: values.tags })));
    await tx.execute(sql`
      delete from tag t using json_to_recordset(${ids}::text::json) as r (id uuid, tags json)
      where t.org_id = ${orgId} and t.initiative_id = r.id and not exists (select 1 from json_array_elements_text(r.tags) n where n = t.name)`);
    await writeTags(
      tx,
      orgId,
      part.map(({ id, values }) => ({ id, names: values.tags })),
    );
    step(Math.min(from + CHUNK, changes.length));
  }
}

/**
 * Writes a plan inside a change. `onProgress` is told the rows written so far.
 * @throws AppError CONFLICT when a code is taken or an initiative was edited since the plan was made.
 */
export async function writePlan(
  tx: Tx,
  orgId: OrgId,
  plan: ImportPlan,
  onProgress: (rows: number) => void,
): Promise<void> {
  await createRows(tx, orgId, plan.creates, onProgress);
  await changeRows(tx, orgId, plan.changes, (rows) => onProgress(plan.creates.length + rows));
}
