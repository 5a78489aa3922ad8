import {
  pointFilter,
  pointRef,
  ruleClear,
  ruleCreate,
  ruleEdit,
  ruleHistory,
  rulePreview,
} from "@/domain/metric/input";
import { orgProcedure, router } from "../trpc/init";
import { getProvenance, listPoints, previewRule } from "./queries";
import { clearRule, createRule, editRule } from "./rule/commands";
import { listRuleChanges } from "./rule/queries";

export const metricRouter = router({
  points: orgProcedure
    .meta({ permission: "model:read" })
    .input(pointFilter)
    .query(({ ctx, input }) => listPoints(ctx, input)),

  provenance: orgProcedure
    .meta({ permission: "model:read" })
    .input(pointRef)
    .query(({ ctx, input }) => getProvenance(ctx, input)),

  previewRule: orgProcedure
    .meta({ permission: "model:read" })
    .input(rulePreview)
    .query(({ ctx, input }) => previewRule(ctx, input)),

  ruleChanges: orgProcedure
    .meta({ permission: "model:read" })
    .input(ruleHistory)
    .query(({ ctx, input }) => listRuleChanges(ctx, input)),

  createRule: orgProcedure
    .meta({ permission: "rule:manage" })
    .input(ruleCreate)
    .mutation(({ ctx, input }) => createRule(ctx, input)),

  editRule: orgProcedure
    .meta({ permission: "rule:manage" })
    .input(ruleEdit)
    .mutation(({ ctx, input }) => editRule(ctx, input)),

  clearRule: orgProcedure
    .meta({ permission: "rule:manage" })
    .input(ruleClear)
    .mutation(({ ctx, input }) => clearRule(ctx, input)),
});
