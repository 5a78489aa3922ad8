import type { ModelListInput } from "../model/input";

/** The live models of the overview: the worst six, 90 days each. */
export const overviewModels: Pick<ModelListInput, "status" | "days" | "pageSize"> = {
  status: "live",
  days: 90,
  pageSize: 6,
};
