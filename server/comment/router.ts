import {
  commentCreate,
  commentDelete,
  commentEdit,
  commentList,
  commentResolve,
  mentionSearch,
} from "@/domain/comment/input";
import { orgProcedure, router } from "../trpc/init";
import { createComment, deleteComment, editComment, resolveComment } from "./commands";
import { listComments, listMentions } from "./queries";

export const commentRouter = router({
  list: orgProcedure
    .meta({ permission: "comment:read" })
    .input(commentList)
    .query(({ ctx, input }) => listComments(ctx, input)),

  mentions: orgProcedure
    .meta({ permission: "comment:write" })
    .input(mentionSearch)
    .query(({ ctx, input }) => listMentions(ctx, input)),

  create: orgProcedure
    .meta({ permission: "comment:write" })
    .input(commentCreate)
    .mutation(({ ctx, input }) => createComment(ctx, input)),

  edit: orgProcedure
    .meta({ permission: "comment:write" })
    .input(commentEdit)
    .mutation(({ ctx, input }) => editComment(ctx, input)),

  delete: orgProcedure
    .meta({ permission: "comment:write" })
    .input(commentDelete)
    .mutation(({ ctx, input }) => deleteComment(ctx, input)),

  resolve: orgProcedure
    .meta({ permission: "comment:write" })
    .input(commentResolve)
    .mutation(({ ctx, input }) => resolveComment(ctx, input)),
});
