import { appetiteSave, authoritiesSave, exposureSave, ruleSave } from "@/domain/risk/policy-input";
import { orgProcedure, router } from "../../trpc/init";
import { saveAppetite, saveAuthorities, saveExposure, saveRule } from "./commands";
import { getAppetite, listAppetiteChanges } from "./queries";

export const appetiteRouter = router({
  get: orgProcedure.meta({ permission: "risk:read" }).query(({ ctx }) => getAppetite(ctx)),

  changes: orgProcedure.meta({ permission: "risk:read" }).query(({ ctx }) => listAppetiteChanges(ctx)),

  save: orgProcedure
    .meta({ permission: "appetite:manage" })
    .input(appetiteSave)
    .mutation(({ ctx, input }) => saveAppetite(ctx, input)),

  saveExposure: orgProcedure
    .meta({ permission: "appetite:manage" })
    .input(exposureSave)
    .mutation(({ ctx, input }) => saveExposure(ctx, input)),

  saveAuthorities: orgProcedure
    .meta({ permission: "appetite:manage" })
    .input(authoritiesSave)
    .mutation(({ ctx, input }) => saveAuthorities(ctx, input)),

  saveRule: orgProcedure
    .meta({ permission: "appetite:manage" })
    .input(ruleSave)
    .mutation(({ ctx, input }) => saveRule(ctx, input)),
});
