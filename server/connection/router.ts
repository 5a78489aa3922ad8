import {
  connectionCreate,
  connectionDelete,
  connectionEdit,
  connectionPause,
  connectionRef,
  connectionTest,
} from "@/domain/connection/input";
import { orgProcedure, router } from "../trpc/init";
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
