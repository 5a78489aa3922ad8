import { z } from "zod";
import { orgProcedure, router } from "../../trpc/init";
import { getEscalations, listRaised } from "./queries";

export const escalationRouter = router({
  get: orgProcedure
    .meta({ permission: "risk:read" })
    .input(z.object({ riskId: z.uuid() }))
    .query(({ ctx, input }) => getEscalations(ctx, input)),

  raised: orgProcedure
    .meta({ permission: "risk:read" })
    .input(z.object({ mine: z.boolean().default(false) }))
    .query(({ ctx, input }) => listRaised(ctx, input)),
});
