import {
  backfillRef,
  backfillStart,
  connectionBrowse,
  connectionCreate,
  connectionDelete,
  connectionEdit,
  connectionPause,
  connectionRef,
  connectionTest,
} from "@/domain/connection/input";
import { orgProcedure, router } from "../trpc/init";
import { cancelBackfill, continueBackfill, startBackfill } from "./backfill/commands";
import { browseConnection, previewConnection } from "./browse/commands";
import { createConnection, deleteConnection, editConnection, pauseConnection, testConnection } from "./commands";
import { pollNow } from "./poll-now/commands";
import { getConnection, listConnections } from "./queries";

export const connectionRouter = router({
  list: orgProcedure.meta({ permission: "connection:read" }).query(({ ctx }) => listConnections(ctx)),

  get: orgProcedure
    .meta({ permission: "connection:read" })
    .input(connectionRef)
    .query(({ ctx, input }) => getConnection(ctx, input)),

  test: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionTest)
    .mutation(({ ctx, input }) => testConnection(ctx, input)),

  browse: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionBrowse)
    .mutation(({ ctx, input }) => browseConnection(ctx, input)),

  preview: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionTest)
    .mutation(({ ctx, input }) => previewConnection(ctx, input)),

  backfill: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(backfillStart)
    .mutation(({ ctx, input }) => startBackfill(ctx, input)),

  cancelBackfill: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(backfillRef)
    .mutation(({ ctx, input }) => cancelBackfill(ctx, input)),

  continueBackfill: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(backfillRef)
    .mutation(({ ctx, input }) => continueBackfill(ctx, input)),

  create: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionCreate)
    .mutation(({ ctx, input }) => createConnection(ctx, input)),

  edit: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionEdit)
    .mutation(({ ctx, input }) => editConnection(ctx, input)),

  pause: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionPause)
    .mutation(({ ctx, input }) => pauseConnection(ctx, input)),

  poll: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionRef)
    .mutation(({ ctx, input }) => pollNow(ctx, input)),

  delete: orgProcedure
    .meta({ permission: "connection:manage" })
    .input(connectionDelete)
    .mutation(({ ctx, input }) => deleteConnection(ctx, input)),
});
