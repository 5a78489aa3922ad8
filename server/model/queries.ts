import type { ModelListInput } from "@/domain/model/input";
import type { Condition } from "@/domain/table/filter";
import { rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { rowsIn } from "../table/rows";
import { type ModelExtra, modelRegister } from "./register/columns";
import { withCourses } from "./register/course";

export type ModelRow = ModelExtra & { id: string };

/** Models worst first, as the overview lists them. Two queries. */
export function listModels(ctx: OrgContext, { q, status, health, days, page, pageSize }: ModelListInput) {
  const is = (column: string, values: readonly string[]): Condition[] =>
    values.length > 0 ? [{ column, op: "is", values }] : [];
  const all = [...is("status", status === "all" ? [] : [status]), ...is("health", health)];
  return read(ctx, async (tx) => {
    const { rows, total } = await rowsIn(
      tx,
      ctx,
      modelRegister,
      rowsInput.parse({ q, filter: { all }, page, pageSize }),
    );
    const listed = rows.map(({ cells: _cells, version: _version, ...row }): ModelRow => row);
    return { rows: await withCourses(tx, ctx, listed, days), total };
  });
}
