import { tagDelete, tagList, tagMerge, tagUndo } from "@/domain/tag/input";
import { orgProcedure, router } from "../trpc/init";
import { deleteTags, mergeTags, undoTags } from "./commands";
import { listTags } from "./queries";

export const tagRouter = router({
  list: orgProcedure
    .meta({ permission: "initiative:read" })
    .input(tagList)
    .query(({ ctx, input }) => listTags(ctx, input)),

  merge: orgProcedure
    .meta({ permission: "tag:manage" })
    .input(tagMerge)
    .mutation(({ ctx, input }) => mergeTags(ctx, input)),

  delete: orgProcedure
    .meta({ permission: "tag:manage" })
    .input(tagDelete)
    .mutation(({ ctx, input }) => deleteTags(ctx, input)),

  undo: orgProcedure
    .meta({ permission: "tag:manage" })
    .input(tagUndo)
    .mutation(({ ctx, input }) => undoTags(ctx, input)),
});
