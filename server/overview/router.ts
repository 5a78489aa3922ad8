import { overviewInput } from "@/domain/overview/input";
import { orgProcedure, router } from "../trpc/init";
import { getOverview } from "./queries";

export const overviewRouter = router({
  get: orgProcedure
    .meta({ permission: "initiative:read" })
    .input(overviewInput)
    .query(({ ctx, input }) => getOverview(ctx, input)),
});
