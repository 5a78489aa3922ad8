import {
  appetiteSave,
  authoritiesSave,
  categoriesOrder,
  categoryRemove,
  exposureSave,
  ruleSave,
} from "@/domain/risk/policy-input";
import { orgProcedure, router } from "../../trpc/init";
import { saveAuthorities } from "./authority/commands";
import { orderCategories, removeCategory } from "./category/commands";
import { saveAppetite, saveExposure, saveRule } from "./commands";
import { getAppetite, listAppetiteChanges } from "./queries";

export const appetiteRouter = router({
  get: orgProcedure.meta({ permission: "risk:read" }).query(({ ctx }) => getAppetite(ctx)),

  changes: orgProcedure.meta({ permission: "risk:read" }).query(({ ctx }) => listAppetiteChanges(ctx)),

  save: orgProcedure
    .meta({ permission: "appetite:manage" })
    .input(appetiteSave)
    .mutation(({ ctx, input }) => saveAppetite(ctx, input)),

  order: orgProcedure
    .meta({ permission: "appetite:manage" })
    .input(categoriesOrder)
    .mutation(({ ctx, input }) => orderCategories(ctx, input)),

  remove: orgProcedure
    .meta({ permission: "appetite:manage" })
    .input(categoryRemove)
    .mutation(({ ctx, input }) => removeCategory(ctx, input)),

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
