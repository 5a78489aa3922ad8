import { starterAcceptance, starterSearch } from "@/domain/risk/starter-input";
import { orgProcedure, router } from "../../trpc/init";
import { acceptStarter } from "./commands";
import { listStarters } from "./queries";

export const starterRouter = router({
  list: orgProcedure
    .meta({ permission: "risk:read" })
    .input(starterSearch)
    .query(({ ctx, input }) => listStarters(ctx, input)),

  accept: orgProcedure
    .meta({ permission: "risk:edit" })
    .input(starterAcceptance)
    .mutation(({ ctx, input }) => acceptStarter(ctx, input)),
});
