import { factorBegin, factorRemoval, factorRequirement, factorReset, factorShown } from "@/domain/factor/input";
import { orgProcedure, personProcedure, router } from "../trpc/init";
import {
  beginFactor,
  confirmFactor,
  removeFactor,
  renewCodes,
  requireFactor,
  resetFactor,
  showFactor,
} from "./commands";
import { factorOverview, factorState } from "./queries";

const mine = personProcedure.meta({ permission: "signed-in" });

export const factorRouter = router({
  state: mine.query(({ ctx }) => factorState(ctx)),
  begin: mine.input(factorBegin).mutation(({ ctx, input }) => beginFactor(ctx, input)),
  confirm: mine.input(factorShown).mutation(({ ctx, input }) => confirmFactor(ctx, input)),
  show: mine.input(factorShown).mutation(({ ctx, input }) => showFactor(ctx, input)),
  remove: mine.input(factorRemoval).mutation(({ ctx, input }) => removeFactor(ctx, input)),
  renewCodes: mine.input(factorShown).mutation(({ ctx, input }) => renewCodes(ctx, input)),

  overview: orgProcedure.meta({ permission: "member:manage" }).query(({ ctx }) => factorOverview(ctx)),

  require: orgProcedure
    .meta({ permission: "organisation:manage" })
    .input(factorRequirement)
    .mutation(({ ctx, input }) => requireFactor(ctx, input)),

  reset: orgProcedure
    .meta({ permission: "member:manage" })
    .input(factorReset)
    .mutation(({ ctx, input }) => resetFactor(ctx, input)),
});
