import { followSet, followState } from "@/domain/follow/input";
import { orgProcedure, router } from "../trpc/init";
import { setFollowing } from "./commands";
import { getFollowing } from "./queries";

export const followRouter = router({
  get: orgProcedure
    .meta({ permission: "notification:read" })
    .input(followState)
    .query(({ ctx, input }) => getFollowing(ctx, input)),

  set: orgProcedure
    .meta({ permission: "notification:read" })
    .input(followSet)
    .mutation(({ ctx, input }) => setFollowing(ctx, input)),
});
