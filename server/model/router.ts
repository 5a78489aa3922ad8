import { modelListInput } from "@/domain/model/input";
import { orgProcedure, router } from "../trpc/init";
import { listModels } from "./queries";

export const modelRouter = router({
  list: orgProcedure
    .meta({ permission: "model:read" })
    .input(modelListInput)
    .query(({ ctx, input }) => listModels(ctx, input)),
});
