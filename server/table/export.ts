import { sql } from "drizzle-orm";
import { csvRow } from "@/domain/import/write-csv";
import { AppError } from "@/domain/shared/error";
import type { Cell } from "@/domain/table/cell";
import { REGISTER_NOUNS, type RegisterColumn } from "@/domain/table/column";
import { shownColumns, type ViewState } from "@/domain/table/view";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../context";
import { memberOf } from "../http/member";
import type { Handler } from "../http/route";
import { importableExport } from "../initiative/export";
import { read } from "../record/read";
import { celled, cellNeeds, cellSelect, cellsOf } from "./cell";
import { declareExported, eachExported } from "./file/cursor";
import { fileName, plainText } from "./file/plain";
import { markedIds, sending, type Write } from "./file/send";
import { SHEET_TYPE, sheetWriter } from "./file/sheet";
import type { ServerRegister } from "./register";
import { registers } from "./registers";
import { sortsOf } from "./rows";
import { declarationFor, settingFor } from "./setting";

const BYTE_ORDER_MARK = "\ufeff";

type Zoned = OrgContext & { timeZone: string };
type Cells = Readonly<Record<string, Cell>>;
export type Exported = { view: ViewState; ids?: readonly string[] | undefined };

/**
 * Every row of a view in its order, with the cells of the columns seen, in one snapshot and through a cursor, so that memory
 * does not grow with the rows. `begin` learns the columns, `rows` takes a chunk and may make the reading wait.
 */
export async function readAll(
  ctx: Zoned,
  register: ServerRegister<unknown>,
  { view, ids }: Exported,
  to: {
    begin(columns: readonly RegisterColumn[]): Promise<void> | void;
    rows(chunk: readonly Cells[]): Promise<void> | void;
  },
): Promise<number> {
  return read(ctx, async (tx) => {
    const { q, archived, sort, group } = view;
    const scope = { q, archived, filter: view.filter, ...(ids ? { ids: [...ids] } : {}) };
    const named = [...(view.columns ?? []).map(({ key }) => key), ...(group ? [group] : [])];
    const setting = await settingFor(tx, ctx, register, { filter: view.filter, columns: named, sort });
    const seen = shownColumns(setting.columns, view.columns).map(({ key }) => key);
    const columns = celled(setting, seen);
    await to.begin(columns);
    const sorts = sortsOf(setting, { q, sort });
    const grouped = group && setting.columns.some(({ key }) => key === group) ? group : null;
    const shape = { uncut: true, undressed: true };
    const select = sql`${register.table.id} as id${cellSelect(setting, columns, shape)}`;
    const needs = cellNeeds(setting, columns, shape);
    await declareExported(tx, setting, { scope, sorts, group: grouped, select, needs });
    return eachExported(tx, async (chunk) => {
      const cells = chunk.map((raw) => cellsOf(columns, raw));
      await to.rows(cells);
      cells.length = 0;
    });
  });
}

/** The rows of a view as CSV, formulas neutralised. */
export async function exportCsv(
  ctx: Zoned,
  register: ServerRegister<unknown>,
  given: Exported,
  write: Write,
): Promise<number> {
  let columns: readonly RegisterColumn[] = [];
  let head = "";
  const count = await readAll(ctx, register, given, {
    begin: (seen) => {
      columns = seen;
      head = `${BYTE_ORDER_MARK}${csvRow(seen.map(({ label }) => label))}`;
    },
    rows: async (chunk) => {
      const lines = chunk.map((cells) =>
        csvRow(columns.map((column) => plainText(column, cells[column.key], ctx.timeZone))),
      );
      await write(`${head}${lines.join("")}`);
      head = "";
    },
  });
  if (head) await write(head);
  return count;
}

/** The rows of a view as an XLSX sheet with numbers and dates as such. */
export async function exportSheet(
  ctx: Zoned,
  register: ServerRegister<unknown>,
  given: Exported,
  write: Write,
): Promise<number> {
  let sheet: Awaited<ReturnType<typeof sheetWriter>> | undefined;
  const count = await readAll(ctx, register, given, {
    begin: async (columns) => {
      sheet = await sheetWriter({ name: register.declaration.many, columns, timeZone: ctx.timeZone });
    },
    rows: async (chunk) => {
      await sheet?.rows(chunk);
      const ready = sheet?.take();
      if (ready?.length) await write(ready);
    },
  });
  await sheet?.end();
  if (sheet) await write(sheet.take());
  return count;
}

const FORMATS = {
  csv: { type: "text/csv; charset=utf-8", run: exportCsv },
  xlsx: { type: SHEET_TYPE, run: exportSheet },
} as const;

/** GET /api/export?org=slug&noun=…&format=csv|xlsx&<view>: exactly what the register shows under the same address. */
const registerExport: Handler = async (req, res, shared, url) => {
  const noun = REGISTER_NOUNS.find((each) => each === url.searchParams.get("noun"));
  const format = (["csv", "xlsx"] as const).find((each) => each === url.searchParams.get("format"));
  if (!noun || !format) throw new AppError("BAD_REQUEST", "Say what to export (noun) and as what: csv or xlsx.");
  const register = registers[noun];
  const ctx = await memberOf(req, url, shared, register.permission);
  const view = viewFromParams(readerOf(url.searchParams), declarationFor(ctx, register));
  const name = fileName(register.declaration.many, ctx.asOf ?? ctx.now, ctx.timeZone, format);
  const write = sending(res, FORMATS[format].type, name);
  await FORMATS[format].run(ctx, register, { view, ids: markedIds(url.searchParams) }, write);
  res.end();
};

/** `format=import`, import-xlsx, or none as addresses once had, is the form the import of initiatives reads back. */
export const exportHandler: Handler = (req, res, shared, url) => {
  const format = url.searchParams.get("format") ?? "import";
  return (format.startsWith("import") ? importableExport : registerExport)(req, res, shared, url);
};
