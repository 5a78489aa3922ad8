import { recordSearch, sealPage } from "@/domain/seal/input";
import { orgProcedure, router } from "../trpc/init";
import { askCheck } from "./commands";
import { listSeals, recordVersions } from "./queries";

export const sealRouter = router({
  list: orgProcedure
    .meta({ permission: "seal:read" })
    .input(sealPage)
    .query(({ ctx, input }) => listSeals(ctx, input)),

  versions: orgProcedure
    .meta({ permission: "seal:read" })
    .input(recordSearch)
    .query(({ ctx, input }) => recordVersions(ctx, input)),

  verify: orgProcedure.meta({ permission: "seal:verify" }).mutation(({ ctx }) => askCheck(ctx)),
});
