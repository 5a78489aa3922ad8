import { mainMeasure, modelEdit, modelPageInput } from "@/domain/model/page";
import { registerProcedures } from "../table/procedures";
import { orgProcedure, router } from "../trpc/init";
import { chooseMainMeasure, editModel } from "./commands";
import { getModel } from "./page/queries";
import { modelRegister } from "./register/columns";

export const modelRouter = router({
  ...registerProcedures(modelRegister),

  get: orgProcedure
    .meta({ permission: "model:read" })
    .input(modelPageInput)
    .query(({ ctx, input }) => getModel(ctx, input)),

  edit: orgProcedure
    .meta({ permission: "model:edit" })
    .input(modelEdit)
    .mutation(({ ctx, input }) => editModel(ctx, input)),

  chooseMainMeasure: orgProcedure
    .meta({ permission: "model:edit" })
    .input(mainMeasure)
    .mutation(({ ctx, input }) => chooseMainMeasure(ctx, input)),
});
