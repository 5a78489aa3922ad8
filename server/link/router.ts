import { linkCreate, linkDelete, linkList, linkSearch } from "@/domain/link/input";
import { orgProcedure, router } from "../trpc/init";
import { createLink, deleteLink } from "./commands";
import { findLinkable, listLinks } from "./queries";

export const linkRouter = router({
  list: orgProcedure
    .meta({ permission: "link:read" })
    .input(linkList)
    .query(({ ctx, input }) => listLinks(ctx, input)),

  find: orgProcedure
    .meta({ permission: "link:edit" })
    .input(linkSearch)
    .query(({ ctx, input }) => findLinkable(ctx, input)),

  create: orgProcedure
    .meta({ permission: "link:edit" })
    .input(linkCreate)
    .mutation(({ ctx, input }) => createLink(ctx, input)),

  delete: orgProcedure
    .meta({ permission: "link:edit" })
    .input(linkDelete)
    .mutation(({ ctx, input }) => deleteLink(ctx, input)),
});
