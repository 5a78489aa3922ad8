import { sql } from "drizzle-orm";
import { initiative, tag } from "@/db/schema/initiative";
import { cellText } from "@/domain/import/cell";
import { IMPORT_FIELDS } from "@/domain/import/mapping";
import { EXPORT_MARK } from "@/domain/import/neutralise";
import { type ExistingRow, emptyValues } from "@/domain/import/values";
import { csvRow } from "@/domain/import/write-csv";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { FIELD_LABELS } from "@/domain/initiative/field-label";
import type { ViewState } from "@/domain/table/view";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../context";
import { memberOf } from "../http/member";
import type { Handler } from "../http/route";
import { loadRegister } from "../import/register/queries";
import { read } from "../record/read";
import { declareExported, eachExported } from "../table/file/cursor";
import { fileName } from "../table/file/plain";
import { markedIds, sending } from "../table/file/send";
import { sortsOf } from "../table/rows";
import { settingFor } from "../table/setting";
import { initiativeRegister } from "./register/columns";
import { lookedFrom } from "./register/scope";

const BYTE_ORDER_MARK = "\ufeff";

const OWN = Object.keys(emptyValues()).filter((key) => key !== "tags") as Exclude<
  keyof ReturnType<typeof emptyValues>,
  "tags"
>[];

const own = OWN.map((key) => sql`, ${initiative[key]} as ${sql.identifier(key)}`);
const tags = sql`, array(select t.name from ${tag} t where t.org_id = ${initiative.orgId} and t.initiative_id = ${initiative.id} order by t.name) as tags`;
const SELECT = sql`${initiative.id} as id, ${initiative.version} as version${sql.join(own, sql``)}${tags}`;

/**
 * The initiatives of a view with every field, in the form the import reads back: header first, in one snapshot and through a
 * cursor, so that memory does not grow with the rows. `write` takes a chunk and may make the reading wait.
 */
export async function exportInitiatives(
  ctx: OrgContext,
  { view, ids }: { view: Pick<ViewState, "q" | "filter" | "archived" | "sort">; ids?: readonly string[] | undefined },
  write: (chunk: string) => Promise<void> | void,
): Promise<number> {
  return read(ctx, async (tx) => {
    const register = await loadRegister(tx, ctx.orgId);
    const fields = [...register.customFields.values()];
    const keys = [...IMPORT_FIELDS, ...fields.map(({ id }) => id)];
    await write(
      `${BYTE_ORDER_MARK}${csvRow([EXPORT_MARK, ...IMPORT_FIELDS.map((field) => FIELD_LABELS[field]), ...fields.map(({ label }) => label)])}`,
    );
    const setting = await settingFor(tx, ctx, initiativeRegister, { filter: view.filter, sort: view.sort });
    const scope = { ...view, ...(ids ? { ids: [...ids] } : {}) };
    await declareExported(tx, setting, {
      scope,
      sorts: sortsOf(setting, view),
      group: null,
      select: SELECT,
      needs: [],
    });
    return eachExported<ExistingRow>(tx, (chunk) =>
      write(chunk.map((row) => csvRow([row.id, ...keys.map((key) => cellText(row, key, register))])).join("")),
    );
  });
}

/** GET /api/export?org=slug&noun=initiative&format=import&<view>: what the register shows, with every field. */
export const importableExport: Handler = async (req, res, shared, url) => {
  const ctx = await memberOf(req, url, shared, "initiative:read");
  const view = viewFromParams(readerOf(url.searchParams), INITIATIVE_REGISTER);
  const write = sending(res, "text/csv; charset=utf-8", fileName("initiatives", lookedFrom(ctx), ctx.timeZone, "csv"));
  await exportInitiatives(ctx, { view, ids: markedIds(url.searchParams) }, write);
  res.end();
};
