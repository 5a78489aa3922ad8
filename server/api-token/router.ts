import { apiTokenNew, apiTokenRef } from "@/domain/api-token/input";
import { orgProcedure, router } from "../trpc/init";
import { createToken, revokeToken } from "./commands";
import { listTokens } from "./queries";

export const apiTokenRouter = router({
  list: orgProcedure.meta({ permission: "api-token:own" }).query(({ ctx }) => listTokens(ctx)),

  create: orgProcedure
    .meta({ permission: "api-token:own" })
    .input(apiTokenNew)
    .mutation(({ ctx, input }) => createToken(ctx, input)),

  revoke: orgProcedure
    .meta({ permission: "api-token:own" })
    .input(apiTokenRef)
    .mutation(({ ctx, input }) => revokeToken(ctx, input)),
});
