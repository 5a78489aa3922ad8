import {
  viewDefault,
  viewDelete,
  viewList,
  viewRename,
  viewRestore,
  viewSave,
  viewShare,
} from "@/domain/saved-view/input";
import { orgProcedure, router } from "../trpc/init";
import { chooseView, deleteView, renameView, saveView, setUsualView, shareView } from "./commands";
import { listViews, openingView } from "./queries";
import { restoreView } from "./restore/commands";

export const viewRouter = router({
  list: orgProcedure
    .meta({ permission: "view:own" })
    .input(viewList)
    .query(({ ctx, input }) => listViews(ctx, input)),

  opening: orgProcedure
    .meta({ permission: "view:own" })
    .input(viewList)
    .query(({ ctx, input }) => openingView(ctx, input)),

  save: orgProcedure
    .meta({ permission: "view:own" })
    .input(viewSave)
    .mutation(({ ctx, input }) => saveView(ctx, input)),

  rename: orgProcedure
    .meta({ permission: "view:own" })
    .input(viewRename)
    .mutation(({ ctx, input }) => renameView(ctx, input)),

  share: orgProcedure
    .meta({ permission: "view:share" })
    .input(viewShare)
    .mutation(({ ctx, input }) => shareView(ctx, input)),

  setDefault: orgProcedure
    .meta({ permission: "view:own" })
    .input(viewDefault)
    .mutation(({ ctx, input }) => chooseView(ctx, input)),

  setOrganisationDefault: orgProcedure
    .meta({ permission: "view:share" })
    .input(viewDefault)
    .mutation(({ ctx, input }) => setUsualView(ctx, input)),

  delete: orgProcedure
    .meta({ permission: "view:own" })
    .input(viewDelete)
    .mutation(({ ctx, input }) => deleteView(ctx, input)),

  restore: orgProcedure
    .meta({ permission: "view:own" })
    .input(viewRestore)
    .mutation(({ ctx, input }) => restoreView(ctx, input)),
});
