import { compareInput } from "@/domain/compare/input";
import { orgProcedure, router } from "../trpc/init";
import { compareDays } from "./queries";

export const compareRouter = router({
  days: orgProcedure
    .meta({ permission: "change:read" })
    .input(compareInput)
    .query(({ ctx, input }) => compareDays(ctx, input)),
});
