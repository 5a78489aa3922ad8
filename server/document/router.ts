import { documentDelete, documentList, documentRename, documentRestore } from "@/domain/document/input";
import { orgProcedure, router } from "../trpc/init";
import { deleteDocument, renameDocument } from "./commands";
import { listDocuments } from "./queries";
import { restoreDocument } from "./restore/commands";
import { listDeleted } from "./restore/queries";

/** Bytes go another way: server/document/upload.ts and file/download.ts. */
export const documentRouter = router({
  list: orgProcedure
    .meta({ permission: "document:read" })
    .input(documentList)
    .query(({ ctx, input }) => listDocuments(ctx, input)),

  deleted: orgProcedure
    .meta({ permission: "document:write" })
    .input(documentList)
    .query(({ ctx, input }) => listDeleted(ctx, input)),

  rename: orgProcedure
    .meta({ permission: "document:write" })
    .input(documentRename)
    .mutation(({ ctx, input }) => renameDocument(ctx, input)),

  delete: orgProcedure
    .meta({ permission: "document:write" })
    .input(documentDelete)
    .mutation(({ ctx, input }) => deleteDocument(ctx, input)),

  restore: orgProcedure
    .meta({ permission: "document:write" })
    .input(documentRestore)
    .mutation(({ ctx, input }) => restoreDocument(ctx, input)),
});
