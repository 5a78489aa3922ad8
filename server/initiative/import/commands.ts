import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { program } from "@/db/schema/initiative";
import { SEES_RESTRICTED } from "@/domain/access/permission";
import { placeOpening } from "@/domain/import/place";
import type { Change, Creation, ImportPlan } from "@/domain/import/plan";
import type { Program } from "@/domain/initiative/import/cell";
import type { InitiativeValues } from "@/domain/initiative/import/values";
import { AppError } from "@/domain/shared/error";
import type { OrgId } from "@/domain/shared/id";
import type { OrgContext } from "../../context";

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

const list = (prefix: string, ...without: string[]) =>
  sql.raw(
    NAMES.filter((name) => !without.includes(name))
      .map((name) => `${prefix}${name}`)
      .join(", "),
  );

export async function writePrograms(tx: Tx, orgId: OrgId, programs: readonly Program[]): Promise<void> {
  if (programs.length > 0) await tx.insert(program).values(programs.map(({ id, name }) => ({ orgId, id, name })));
}

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

async function insertRows(
  tx: Tx,
  orgId: OrgId,
  records: Record<string, unknown>[],
): Promise<{ id: string; code: string }[]> {
  // Rows are inserted in the order of the file, so that their ids sort as the file does.
  return tx.execute<{ id: string; code: string }>(sql`
    insert into initiative (org_id, ${list("")})
    select ${orgId}::uuid, ${list("r.")}
    from rows from (json_to_recordset(${JSON.stringify(records)}::text::json) as (${sql.raw(COLUMNS)})) with ordinality as r(${list("")}, place)
    order by place
    on conflict (org_id, code) do nothing
    returning id, code`);
}

/** Also counts initiatives out of sight; other creations wait until this transaction ends. */
async function nextNumber(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ last: number }>(sql`select private.last_initiative_number(${PREFIX}) as last`);
  return Number(row?.last ?? 0) + 1;
}

/** Gives a code to every initiative that comes without one. */
async function createRows(
  tx: Tx,
  ctx: OrgContext,
  creates: readonly Creation<InitiativeValues>[],
  step: (rows: number) => void,
) {
  const { orgId } = ctx;
  let number = await nextNumber(tx);
  const given = new Set(creates.flatMap(({ values }) => (values.code ? [values.code] : [])));
  const nextCode = () => {
    let code = "";
    do code = `${PREFIX}${`${number++}`.padStart(2, "0")}`;
    while (given.has(code));
    return code;
  };
  for (let from = 0; from < creates.length; from += CHUNK) {
    const part = creates
      .slice(from, from + CHUNK)
      .map(({ values, ...place }) => ({ place, values, code: values.code ?? nextCode() }));
    const records = part.map(({ values, code }) => ({ ...recordOf(values), code, restricted: false }));
    const ids = new Map((await insertRows(tx, orgId, records)).map(({ id, code }) => [code, id]));
    const made = part.map(({ place, values, code }) => {
      const id = ids.get(code);
      if (id !== undefined) return { id, values };
      throw new AppError(
        "CONFLICT",
        `${placeOpening(place)}: the code ${code} belongs to an initiative that you may not see. Give another code.`,
      );
    });
    await writeTags(tx, orgId, made);
    await restrict(tx, ctx, made);
    step(Math.min(from + CHUNK, creates.length));
  }
}

type Written = { id: string; values: InitiativeValues };

async function writeTags(tx: Tx, orgId: OrgId, written: readonly Written[]): Promise<void> {
  const rows = written.flatMap(({ id, values }) => values.tags.map((name) => ({ id, name })));
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into tag (org_id, initiative_id, name)
    select ${orgId}::uuid, r.id, r.name from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (id uuid, name text)
    on conflict do nothing`);
}

/**
 * Restricts what the file restricts. Last, and after the importer is named where the restriction would hide it from them:
 * nobody loses sight of what they import.
 */
async function restrict(tx: Tx, { orgId, actor }: OrgContext, written: readonly Written[]): Promise<void> {
  const restricted = written.filter(({ values }) => values.restricted);
  if (restricted.length === 0) return;
  const ids = JSON.stringify(restricted.map(({ id }) => ({ id })));
  if (actor.kind === "user" && !SEES_RESTRICTED.includes(actor.role)) {
    await tx.execute(sql`
      insert into initiative_person (org_id, initiative_id, member_id)
      select ${orgId}::uuid, r.id, ${actor.memberId}::uuid from json_to_recordset(${ids}::text::json) as r (id uuid)
      on conflict do nothing`);
  }
  await tx.execute(sql`
    update initiative i set restricted = true from json_to_recordset(${ids}::text::json) as r (id uuid)
    where i.org_id = ${orgId} and i.id = r.id and not i.restricted`);
}

async function changeRows(
  tx: Tx,
  ctx: OrgContext,
  changes: readonly Change<InitiativeValues>[],
  step: (rows: number) => void,
) {
  const { orgId } = ctx;
  const columns = list("", "restricted");
  for (let from = 0; from < changes.length; from += CHUNK) {
    const part = changes.slice(from, from + CHUNK);
    const records = part.map(({ id, version, values }) => ({ ...recordOf(values), id, seen: version }));
    const written = await tx.execute<{ id: string }>(sql`
      update initiative i set (${columns}) = (select ${list("r.", "restricted")}), restricted = i.restricted and r.restricted
      from json_to_recordset(${JSON.stringify(records)}::text::json) as r (id uuid, seen integer, ${sql.raw(COLUMNS)})
      where i.org_id = ${orgId} and i.id = r.id and i.version = r.seen
      returning i.id`);
    if (written.length < part.length) {
      throw new AppError("CONFLICT", "Somebody edited an initiative of this file meanwhile. Run the dry run again.");
    }
    const kept = JSON.stringify(part.map(({ id, values }) => ({ id, tags: values.tags })));
    await tx.execute(sql`
      delete from tag t using json_to_recordset(${kept}::text::json) as r (id uuid, tags json)
      where t.org_id = ${orgId} and t.initiative_id = r.id and not exists (select 1 from json_array_elements_text(r.tags) n where n = t.name)`);
    await writeTags(tx, orgId, part);
    await restrict(tx, ctx, part);
    step(Math.min(from + CHUNK, changes.length));
  }
}

/**
 * Writes a plan inside a change. `onProgress` is told the rows written so far.
 * @throws AppError CONFLICT when a code is taken or an initiative was edited since the plan was made.
 */
export async function writePlan(
  tx: Tx,
  ctx: OrgContext,
  plan: ImportPlan<InitiativeValues>,
  onProgress: (rows: number) => void,
): Promise<void> {
  await createRows(tx, ctx, plan.creates, onProgress);
  await changeRows(tx, ctx, plan.changes, (rows) => onProgress(plan.creates.length + rows));
}
