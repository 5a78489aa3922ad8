import type { Filter } from "../table/filter";

/** The live models of the overview: the worst six, each with its recent course. */
export const overviewModels: { filter: Filter; columns: string[]; pageSize: number } = {
  filter: { column: "status", op: "is", values: ["live"] },
  columns: ["course"],
  pageSize: 6,
};
