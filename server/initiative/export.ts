import { sql } from "drizzle-orm";
import { initiative, tag } from "@/db/schema/initiative";
import { EXPORT_MARK } from "@/domain/import/neutralise";
import { csvRow } from "@/domain/import/write-csv";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { FIELD_LABELS } from "@/domain/initiative/field-label";
import { cellText } from "@/domain/initiative/import/cell";
import { type ExistingRow, emptyValues, IMPORT_FIELDS } from "@/domain/initiative/import/values";
import type { RegisterColumn } from "@/domain/table/column";
import type { ViewState } from "@/domain/table/view";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../context";
import { memberOf } from "../http/member";
import type { Handler } from "../http/route";
import { read } from "../record/read";
import { declareExported, eachExported } from "../table/file/cursor";
import { fileName } from "../table/file/plain";
import { markedIds, sending } from "../table/file/send";
import { SHEET_TYPE, sheetWriter } from "../table/file/sheet";
import { sortsOf } from "../table/rows";
import { settingFor } from "../table/setting";
import { loadRegister } from "./import/queries";
import { initiativeRegister } from "./register/columns";
import { lookedFrom } from "./register/scope";

const BYTE_ORDER_MARK = "\ufeff";
const DATES: ReadonlySet<string> = new Set(["startOn", "targetOn"]);

const OWN = Object.keys(emptyValues()).filter((key) => key !== "tags") as Exclude<
  keyof ReturnType<typeof emptyValues>,
  "tags"
>[];

const own = OWN.map((key) => sql`, ${initiative[key]} as ${sql.identifier(key)}`);
const tags = sql`, array(select t.name from ${tag} t where t.org_id = ${initiative.orgId} and t.initiative_id = ${initiative.id} order by t.name) as tags`;
const SELECT = sql`${initiative.id} as id, ${initiative.version} as version${sql.join(own, sql``)}${tags}`;

type Wanted = {
  view: Pick<ViewState, "q" | "filter" | "archived" | "sort">;
  ids?: readonly string[] | undefined;
};
type Taking = {
  begin: (columns: RegisterColumn[]) => Promise<void> | void;
  rows: (chunk: readonly string[][]) => Promise<void> | void;
};

/**
 * The initiatives of a view with every field as the import reads it back, in one snapshot and through a cursor, so that
 * memory does not grow with the rows. `rows` takes a chunk and may make the reading wait.
 */
function readImportable(ctx: OrgContext, { view, ids }: Wanted, to: Taking): Promise<number> {
  return read(ctx, async (tx) => {
    const register = await loadRegister(tx, ctx.orgId);
    const fields = [...register.customFields.values()];
    const keys = [...IMPORT_FIELDS, ...fields.map(({ id }) => id)];
    await to.begin([
      { key: "id", label: EXPORT_MARK, kind: "text" },
      ...IMPORT_FIELDS.map(
        (key): RegisterColumn => ({ key, label: FIELD_LABELS[key], kind: DATES.has(key) ? "date" : "text" }),
      ),
      ...fields.map(
        ({ id, label, kind }): RegisterColumn => ({ key: id, label, kind: kind === "date" ? "date" : "text" }),
      ),
    ]);
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
      to.rows(chunk.map((row) => [row.id, ...keys.map((key) => cellText(row, key, register))])),
    );
  });
}

/** As CSV, header first, formulas neutralised. */
export const exportInitiatives = (ctx: OrgContext, wanted: Wanted, write: (chunk: string) => Promise<void> | void) =>
  readImportable(ctx, wanted, {
    begin: (columns) => write(`${BYTE_ORDER_MARK}${csvRow(columns.map(({ label }) => label))}`),
    rows: (chunk) => write(chunk.map(csvRow).join("")),
  });

/** As an XLSX sheet, whose dates are dates. */
export async function exportInitiativesSheet(
  ctx: OrgContext & { timeZone: string },
  wanted: Wanted,
  write: (chunk: Uint8Array) => Promise<void> | void,
): Promise<number> {
  let keys: string[] = [];
  let sheet: Awaited<ReturnType<typeof sheetWriter>> | undefined;
  const count = await readImportable(ctx, wanted, {
    begin: async (columns) => {
      keys = columns.map(({ key }) => key);
      sheet = await sheetWriter({ name: INITIATIVE_REGISTER.many, columns, timeZone: ctx.timeZone });
    },
    rows: async (chunk) => {
      await sheet?.rows(chunk.map((cells) => Object.fromEntries(keys.map((key, at) => [key, cells[at] ?? ""]))));
      const ready = sheet?.take();
      if (ready?.length) await write(ready);
    },
  });
  await sheet?.end();
  if (sheet) await write(sheet.take());
  return count;
}

/** GET /api/export?org=slug&noun=initiative&format=import|import-xlsx&<view>: what the register shows, with every field. */
export const importableExport: Handler = async (req, res, shared, url) => {
  const ctx = await memberOf(req, url, shared, "initiative:read");
  const wanted = {
    view: viewFromParams(readerOf(url.searchParams), INITIATIVE_REGISTER),
    ids: markedIds(url.searchParams),
  };
  const isSheet = url.searchParams.get("format") === "import-xlsx";
  const name = fileName("initiatives", lookedFrom(ctx), ctx.timeZone, isSheet ? "xlsx" : "csv");
  if (isSheet) await exportInitiativesSheet(ctx, wanted, sending(res, SHEET_TYPE, name));
  else await exportInitiatives(ctx, wanted, sending(res, "text/csv; charset=utf-8", name));
  res.end();
};
