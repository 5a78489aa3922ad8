import type { QueryClient } from "@tanstack/react-query";
import { rowsAsked } from "@/components/table/asked";
import type { RegisterState } from "@/components/table/use-register";
import { formatCount } from "@/components/ui/format";
import type { Cells } from "@/domain/table/cell";
import { cellText } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";
import { LARGEST_PAGE, MOST_COPIED } from "@/domain/table/view";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** Rows as lines of words: a tab or a line break inside a value would end its cell. */
export const asTsv = (lines: readonly (readonly string[])[]): string =>
  lines.map((line) => line.map((text) => text.replaceAll(/[\t\r\n]+/g, " ")).join("\t")).join("\n");

export function asHtml([head = [], ...lines]: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${row(head, "th")}</thead><tbody>${lines.map((line) => row(line, "td")).join("")}</tbody></table>`;
}

async function linesOf(
  queries: QueryClient,
  register: RegisterState,
  columns: readonly RegisterColumn[],
  ids: readonly string[] | undefined,
) {
  const { api, org, at, address, timeZone } = register;
  const view = ids ? { ...address.view, q: "", filter: { all: [] }, archived: "all" as const } : address.view;
  const rows: { cells: Cells }[] = [];
  let total = 0;
  for (let page = 1; rows.length < MOST_COPIED; page += 1) {
    const asked = {
      ...rowsAsked({ ...view, pageSize: LARGEST_PAGE }, page, register.columns),
      ...(ids ? { ids: [...ids] } : {}),
    };
    const answer = await queries.fetchQuery(api.rows.queryOptions({ org, at, ...asked }));
    rows.push(...answer.rows);
    total = answer.total;
    if (answer.rows.length < LARGEST_PAGE) break;
  }
  const body = rows.slice(0, MOST_COPIED).map(({ cells }) =>
    columns.map((column) => {
      const cell = cells[column.key];
      return cell === null || cell === undefined ? "" : cellText(column, cell, timeZone);
    }),
  );
  return { lines: [columns.map(({ label }) => label), ...body], total };
}

/** Puts what is seen on the clipboard, for a sheet and for a text; answers what was copied, in words. */
export async function copyTable(queries: QueryClient, register: RegisterState, ids?: readonly string[]) {
  const columns = register.shown.filter(({ drawn }) => !drawn);
  const read = linesOf(queries, register, columns, ids);
  const blob = (type: string, text: Promise<string>) => ({ [type]: text.then((held) => new Blob([held], { type })) });
  // The texts are promises: a browser lets a page write only while the click that asked for it still counts.
  const item = new ClipboardItem({
    ...blob(
      "text/plain",
      read.then(({ lines }) => asTsv(lines)),
    ),
    ...blob(
      "text/html",
      read.then(({ lines }) => asHtml(lines)),
    ),
  });
  await navigator.clipboard.write([item]);
  const { lines, total } = await read;
  return copiedWords(lines.length - 1, total, register);
}

/** What a copy took, and where the rest is. */
export function copiedWords(
  count: number,
  total: number,
  { declaration: { one, many }, locale }: Pick<RegisterState, "declaration" | "locale">,
): string {
  if (total <= count) return `${formatCount(count, locale)} ${count === 1 ? one : many} copied.`;
  return `The first ${formatCount(count, locale)} of ${formatCount(total, locale)} ${many} copied. Excel and CSV hold them all.`;
}
