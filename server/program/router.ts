import { newProgram, programDirect, programMove, programRename } from "@/domain/program/input";
import { orgProcedure, readProcedure, router } from "../trpc/init";
import { createProgram, directProgram, moveProgram, renameProgram } from "./commands";
import { listPrograms } from "./queries";

export const programRouter = router({
  list: readProcedure.meta({ permission: "initiative:read" }).query(({ ctx }) => listPrograms(ctx)),

  create: orgProcedure
    .meta({ permission: "program:edit" })
    .input(newProgram)
    .mutation(({ ctx, input }) => createProgram(ctx, input)),

  rename: orgProcedure
    .meta({ permission: "program:edit" })
    .input(programRename)
    .mutation(({ ctx, input }) => renameProgram(ctx, input)),

  move: orgProcedure
    .meta({ permission: "program:edit" })
    .input(programMove)
    .mutation(({ ctx, input }) => moveProgram(ctx, input)),

  direct: orgProcedure
    .meta({ permission: "program:edit" })
    .input(programDirect)
    .mutation(({ ctx, input }) => directProgram(ctx, input)),
});
