import { z } from "zod";
import { taxonomySearch } from "@/domain/risk/starter-input";
import { orgProcedure, router } from "../../trpc/init";
import { findTaxonomy, taxonomyOf } from "./queries";

export const taxonomyRouter = router({
  of: orgProcedure
    .meta({ permission: "risk:read" })
    .input(z.object({ riskId: z.uuid() }))
    .query(({ ctx, input }) => taxonomyOf(ctx, input.riskId)),

  find: orgProcedure
    .meta({ permission: "risk:read" })
    .input(taxonomySearch)
    .query(({ ctx, input }) => findTaxonomy(ctx, input.q)),
});
