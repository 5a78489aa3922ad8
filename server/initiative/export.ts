import { once } from "node:events";
import { type SQL, sql } from "drizzle-orm";
import { initiative, tag } from "@/db/schema/initiative";
import { cellText } from "@/domain/import/cell";
import { IMPORT_FIELDS } from "@/domain/import/mapping";
import { EXPORT_MARK } from "@/domain/import/neutralise";
import { type ExistingRow, emptyValues } from "@/domain/import/values";
import { csvRow } from "@/domain/import/write-csv";
import { FIELD_LABELS } from "@/domain/initiative/field-label";
import type { InitiativeFilter, InitiativeSort } from "@/domain/initiative/register";
import { filterFromParams, readerOf, sortFromParams } from "@/domain/initiative/register-params";
import { dayOf } from "@/domain/shared/day";
import type { OrgContext } from "../context";
import { memberOf } from "../http/member";
import type { Handler } from "../http/route";
import { loadRegister } from "../import/register/queries";
import { read } from "../record/read";
import { conditionOf, isFound, needsModels, orderOf, searched, sortOf } from "./register/condition";
import { lead, lookedFrom, ofThisInitiative, owner, sponsor, worstModels } from "./register/scope";

const ROWS_A_FETCH = 500;
const BYTE_ORDER_MARK = "\ufeff";

const OWN = Object.keys(emptyValues()).filter((key) => key !== "tags") as Exclude<
  keyof ReturnType<typeof emptyValues>,
  "tags"
>[];

function rowsOf(ctx: OrgContext, filter: InitiativeFilter, sort: InitiativeSort): SQL {
  const own = OWN.map((key) => sql`${initiative[key]} as ${sql.identifier(key)}`);
  return sql`select ${initiative.id} as id, ${initiative.version} as version, ${sql.join(own, sql`, `)},
      array(select t.name from ${tag} t where t.org_id = ${initiative.orgId} and t.initiative_id = ${initiative.id} order by t.name) as tags
    from ${initiative}
    left join membership "owner" on ${owner.orgId} = ${initiative.orgId} and ${owner.id} = ${initiative.ownerId}
    left join membership "sponsor" on ${sponsor.orgId} = ${initiative.orgId} and ${sponsor.id} = ${initiative.sponsorId}
    left join membership "lead" on ${lead.orgId} = ${initiative.orgId} and ${lead.id} = ${initiative.leadId}
    left join program on program.org_id = ${initiative.orgId} and program.id = ${initiative.programId}
    ${filter.q ? sql`join ${searched(filter.q)} on ${isFound}` : sql``}
    ${needsModels(filter, sort) ? sql`left join ${worstModels} on ${ofThisInitiative}` : sql``}
    where ${conditionOf(ctx, filter)} order by ${sql.join(orderOf(ctx, sort), sql`, `)}`;
}

/**
 * The matching initiatives as lines of CSV, header first, in one snapshot and through a cursor, so that memory does not
 * grow with the rows. `write` takes a chunk and may make the reading wait.
 */
export async function exportInitiatives(
  ctx: OrgContext,
  given: { filter: InitiativeFilter; sort?: InitiativeSort | undefined },
  write: (chunk: string) => Promise<void> | void,
): Promise<number> {
  const { filter } = given;
  const sort = sortOf({ q: filter.q, sort: given.sort });
  return read(ctx, async (tx) => {
    const register = await loadRegister(tx, ctx.orgId);
    const fields = [...register.customFields.values()];
    const keys = [...IMPORT_FIELDS, ...fields.map(({ id }) => id)];
    await write(
      `${BYTE_ORDER_MARK}${csvRow([EXPORT_MARK, ...IMPORT_FIELDS.map((field) => FIELD_LABELS[field]), ...fields.map(({ label }) => label)])}`,
    );
    await tx.execute(sql`declare exported no scroll cursor for ${rowsOf(ctx, filter, sort)}`);
    let rows = 0;
    for (;;) {
      const chunk = await tx.execute<ExistingRow>(sql.raw(`fetch forward ${ROWS_A_FETCH} from exported`));
      if (chunk.length === 0) return rows;
      rows += chunk.length;
      await write(
        [...chunk].map((row) => csvRow([row.id, ...keys.map((key) => cellText(row, key, register))])).join(""),
      );
    }
  });
}

/** GET /api/export?org=slug&<filter>: exactly the rows the register shows under the same address. */
export const exportHandler: Handler = async (req, res, shared, url) => {
  const ctx = await memberOf(req, url, shared, "initiative:read");
  const params = readerOf(url.searchParams);
  const begin = () =>
    res.writeHead(200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="initiatives-${dayOf(lookedFrom(ctx), ctx.timeZone)}.csv"`,
      "cache-control": "no-store",
    });
  await exportInitiatives(ctx, { filter: filterFromParams(params), sort: sortFromParams(params) }, async (chunk) => {
    if (!res.headersSent) begin(); // not before the first rows: a failure can still be answered
    if (res.destroyed) throw new Error("The reader went away");
    if (!res.write(chunk)) await Promise.race([once(res, "drain"), once(res, "close")]);
  });
  res.end();
};
