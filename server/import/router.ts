import {
  columnValues,
  importCommitRequest,
  importPage,
  importPlanRequest,
  importRef,
  importSheet,
} from "@/domain/import/input";
import { orgProcedure, router } from "../trpc/init";
import { cancelImport, chooseSheet, confirmImport, planImport, undoImport } from "./commands";
import { getImport, listColumnValues, listImports, prepareImport } from "./queries";

export const importRouter = router({
  list: orgProcedure
    .meta({ permission: "import:read" })
    .input(importPage)
    .query(({ ctx, input }) => listImports(ctx, input)),

  get: orgProcedure
    .meta({ permission: "import:read" })
    .input(importRef)
    .query(({ ctx, input }) => getImport(ctx, input)),

  prepare: orgProcedure
    .meta({ permission: "import:run" })
    .input(importRef)
    .query(({ ctx, input }) => prepareImport(ctx, input)),

  values: orgProcedure
    .meta({ permission: "import:run" })
    .input(columnValues)
    .query(({ ctx, input }) => listColumnValues(ctx, input)),

  sheet: orgProcedure
    .meta({ permission: "import:run" })
    .input(importSheet)
    .mutation(({ ctx, input }) => chooseSheet(ctx, input)),

  plan: orgProcedure
    .meta({ permission: "import:run" })
    .input(importPlanRequest)
    .mutation(({ ctx, input }) => planImport(ctx, input)),

  commit: orgProcedure
    .meta({ permission: "import:run" })
    .input(importCommitRequest)
    .mutation(({ ctx, input }) => confirmImport(ctx, input)),

  cancel: orgProcedure
    .meta({ permission: "import:run" })
    .input(importRef)
    .mutation(({ ctx, input }) => cancelImport(ctx, input)),

  undo: orgProcedure
    .meta({ permission: "import:run" })
    .input(importRef)
    .mutation(({ ctx, input }) => undoImport(ctx, input)),
});
