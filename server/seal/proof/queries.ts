import type postgres from "postgres";
import type { VersionRef } from "@/domain/seal/input";
import { hexOf, inclusionPath, leafHash } from "@/domain/seal/merkle";
import type { Proof } from "@/domain/seal/proof";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { inTransaction, settingsOf } from "../../record/transaction";
import { sha256 } from "../record/queries";

type Raw = postgres.ReservedSql;
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, "hex");

/** The change a version was written by, how its entry begins, and the day of both. */
async function versionOf(raw: Raw, orgId: string, { table, id, at }: VersionRef) {
  const [known] =
    await raw`select 1 from private.seal_tables() t where t.name = ${table} and t.name <> 'change' and 'id' = any (t.columns)`;
  if (!known) throw new AppError("NOT_FOUND", "No such table in the record");
  const [row] = await raw<{ change: string; begins: string; day: string }[]>`
    select h.change_id as change, (c.at at time zone 'UTC')::date::text as day,
      '["open","' || ${table}::text || '",["' || h.id || '"],' || to_json(h.recorded_from)::text || ',' as begins
    from history.${raw(table)} h join public.change c on c.org_id = h.org_id and c.id = h.change_id
    where h.org_id = ${orgId} and h.id = ${id} and h.recorded_from = ${at}::timestamptz`;
  if (!row) throw new AppError("NOT_FOUND", "No such version in the record");
  return row;
}

/** Where an entry stands among all of its day, and the hashes beside its way up. */
async function placeOf(raw: Raw, orgId: string, day: string, begins: string) {
  const parts = await raw<{ part: number; root: string; leaves: number; entries: string | null }[]>`
    select part, root, leaves, case when strpos(entries, ${begins}) > 0 then entries end as entries
    from public.seal_part where org_id = ${orgId} and day = ${day}::date order by part`;
  let before = 0;
  for (const [part, { entries, leaves }] of parts.entries()) {
    const lines = entries?.split("\n") ?? [];
    const index = lines.findIndex((line) => line.startsWith(begins));
    if (index < 0) {
      before += leaves;
      continue;
    }
    const inner = inclusionPath(
      sha256,
      lines.map((line) => leafHash(sha256, line)),
      index,
    );
    const outer = inclusionPath(
      sha256,
      parts.map(({ root }) => bytesOf(root)),
      part,
    );
    return { entry: lines[index] ?? "", index: before + index, path: [...inner, ...outer].map(hexOf) };
  }
  return undefined;
}

/**
 * That one version of a record is among what its day sealed: all that is needed to check it without the database.
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED when the day is not sealed yet; CONFLICT when the version is no longer what was sealed
 */
export async function proofOf(ctx: OrgContext, ref: VersionRef): Promise<Proof> {
  const scope = { ...ctx, asOf: null };
  const open = `begin isolation level repeatable read read only; ${settingsOf(scope)}; select private.seal_settings()`;
  return inTransaction(scope, { open, awaitCommit: false }, async (_tx, raw) => {
    const { change, begins, day } = await versionOf(raw, ctx.orgId, ref);
    const [sealed] = await raw<
      { statement: string; chain: string; columns: string; organisation: Proof["organisation"] }[]
    >`
      select private.seal_statement(s) as statement, s.chain, s.columns::text as columns,
        json_build_object('id', o.org_id, 'slug', o.slug, 'name', o.name) as organisation
      from public.seal s join public.organisation o on o.org_id = s.org_id where s.org_id = ${ctx.orgId} and s.day = ${day}::date`;
    if (!sealed)
      throw new AppError("PRECONDITION_FAILED", `${day} is not sealed yet. A day is sealed when it is over (UTC).`);
    const place = await placeOf(raw, ctx.orgId, day, begins);
    const [source] = await raw<{ text: string }[]>`
      select private.seal_source(${ctx.orgId}::uuid, ${change}::uuid, null, null, ${sealed.columns}::text::jsonb) as text`;
    const rows = await raw.unsafe<{ entry: string; body: string }[]>(
      `select entry, body from (${source?.text ?? ""}) x where starts_with(entry, '${begins.replaceAll("'", "''")}')`,
    );
    const [live] = rows;
    if (!place || place.entry !== live?.entry)
      throw new AppError("CONFLICT", "This version is not as it was sealed. Verify the record.");
    const { organisation, statement, chain } = sealed;
    return { portolan: "proof", format: 1, organisation, row: live.body, ...place, seal: statement, chain };
  });
}
