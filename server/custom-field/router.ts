import { customFieldArchive, customFieldCreate, customFieldEdit, customFieldList } from "@/domain/custom-field/input";
import { orgProcedure, router } from "../trpc/init";
import { archiveCustomField, createCustomField, editCustomField } from "./commands";
import { listCustomFields } from "./queries";

export const customFieldRouter = router({
  list: orgProcedure
    .meta({ permission: "initiative:read" })
    .input(customFieldList)
    .query(({ ctx, input }) => listCustomFields(ctx, input)),

  create: orgProcedure
    .meta({ permission: "custom-field:manage" })
    .input(customFieldCreate)
    .mutation(({ ctx, input }) => createCustomField(ctx, input)),

  edit: orgProcedure
    .meta({ permission: "custom-field:manage" })
    .input(customFieldEdit)
    .mutation(({ ctx, input }) => editCustomField(ctx, input)),

  archive: orgProcedure
    .meta({ permission: "custom-field:manage" })
    .input(customFieldArchive)
    .mutation(({ ctx, input }) => archiveCustomField(ctx, input)),
});
