import { RISK_IMPORT } from "@/domain/risk/import/noun";
import type { RiskValues } from "@/domain/risk/import/values";
import type { ServerNoun } from "../../import/noun/imported";
import { writeRisks } from "./commands";
import { existingRisks, type RiskImportWorld, riskWorld } from "./queries";

export const riskImport: ServerNoun<RiskValues, RiskImportWorld> = {
  noun: RISK_IMPORT,
  takes: { created: "risk:edit", changed: "risk:edit" },
  permissions: ["risk:edit"],
  tables: ["risk", "risk_assessment"],
  load: riskWorld,
  existing: existingRisks,
  write: writeRisks,
};
