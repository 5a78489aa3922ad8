import { z } from "zod";
import { acceptanceDecide, acceptancePropose, acceptanceWithdraw } from "@/domain/risk/acceptance";
import { orgProcedure, router } from "../../trpc/init";
import { decideAcceptance, proposeAcceptance, withdrawAcceptance } from "./commands";
import { getAcceptances, listProposals } from "./queries";

export const acceptanceRouter = router({
  get: orgProcedure
    .meta({ permission: "risk:read" })
    .input(z.object({ riskId: z.uuid() }))
    .query(({ ctx, input }) => getAcceptances(ctx, input)),

  proposals: orgProcedure.meta({ permission: "risk:read" }).query(({ ctx }) => listProposals(ctx)),

  propose: orgProcedure
    .meta({ permission: "risk:edit" })
    .input(acceptancePropose)
    .mutation(({ ctx, input }) => proposeAcceptance(ctx, input)),

  decide: orgProcedure
    .meta({ permission: "risk:accept" })
    .input(acceptanceDecide)
    .mutation(({ ctx, input }) => decideAcceptance(ctx, input)),

  withdraw: orgProcedure
    .meta({ permission: "risk:accept" })
    .input(acceptanceWithdraw)
    .mutation(({ ctx, input }) => withdrawAcceptance(ctx, input)),
});
