import { recentInput, searchInput } from "@/domain/search/input";
import { orgProcedure, router } from "../trpc/init";
import { find, listRecent } from "./queries";

export const searchRouter = router({
  find: orgProcedure
    .meta({ permission: "organisation:read" })
    .input(searchInput)
    .query(({ ctx, input }) => find(ctx, input)),
  recent: orgProcedure
    .meta({ permission: "organisation:read" })
    .input(recentInput)
    .query(({ ctx, input }) => listRecent(ctx, input)),
});
