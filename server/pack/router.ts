import { packPage, packRef, packRefs, packRequest } from "@/domain/pack/input";
import { packLink, packSend } from "@/domain/pack/mail";
import { orgProcedure, router } from "../trpc/init";
import { cancelPack, requestPack } from "./commands";
import { sendPack } from "./mail/commands";
import { listSends, openLink, packReaders } from "./mail/queries";
import { getPack, listPacks, packChanges, packForums, verifyPack } from "./queries";

export const packRouter = router({
  list: orgProcedure
    .meta({ permission: "pack:read" })
    .input(packPage)
    .query(({ ctx, input }) => listPacks(ctx, input)),

  changes: orgProcedure
    .meta({ permission: "pack:read" })
    .input(packRefs)
    .query(({ ctx, input }) => packChanges(ctx, input)),

  get: orgProcedure
    .meta({ permission: "pack:read" })
    .input(packRef)
    .query(({ ctx, input }) => getPack(ctx, input)),

  forums: orgProcedure.meta({ permission: "pack:read" }).query(({ ctx }) => packForums(ctx)),

  readers: orgProcedure.meta({ permission: "pack:build" }).query(({ ctx }) => packReaders(ctx)),

  sends: orgProcedure
    .meta({ permission: "pack:read" })
    .input(packRef)
    .query(({ ctx, input }) => listSends(ctx, input)),

  openLink: orgProcedure
    .meta({ permission: "pack:read" })
    .input(packLink)
    .query(({ ctx, input }) => openLink(ctx, input)),

  send: orgProcedure
    .meta({ permission: "pack:build" })
    .input(packSend)
    .mutation(({ ctx, input }) => sendPack(ctx, input)),

  verify: orgProcedure
    .meta({ permission: "pack:read" })
    .input(packRef)
    .query(({ ctx, input }) => verifyPack(ctx, input)),

  request: orgProcedure
    .meta({ permission: "pack:build" })
    .input(packRequest)
    .mutation(({ ctx, input }) => requestPack(ctx, input)),

  cancel: orgProcedure
    .meta({ permission: "pack:build" })
    .input(packRef)
    .mutation(({ ctx, input }) => cancelPack(ctx, input)),
});
