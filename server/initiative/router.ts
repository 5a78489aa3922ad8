import { z } from "zod";
import { coursesInput } from "@/domain/initiative/course";
import {
  initiativeArchival,
  initiativeChange,
  initiativeCreation,
  initiativeStageChange,
} from "@/domain/initiative/edit";
import { LIMITS } from "@/domain/initiative/input";
import { rowScope } from "@/domain/table/input";
import { columnProcedure, registerProcedures } from "../table/procedures";
import { orgProcedure, router } from "../trpc/init";
import { listActivity } from "./activity/queries";
import { archiveInitiative, changeStage, createInitiative, editInitiative, restoreInitiative } from "./commands";
import { listCourses, listMeasures } from "./course/queries";
import { formChoices, getInitiative } from "./queries";
import { initiativeRegister } from "./register/columns";
import { summariseInitiatives } from "./register/queries";
import { undoInitiativeChange } from "./undo/commands";

export const initiativeRouter = router({
  ...registerProcedures(initiativeRegister),
  columns: columnProcedure(initiativeRegister),

  summary: orgProcedure
    .meta({ permission: "initiative:read" })
    .input(rowScope.extend({ worst: z.number().int().min(0).max(50).default(3) }))
    .query(({ ctx, input }) => summariseInitiatives(ctx, input)),

  get: orgProcedure
    .meta({ permission: "initiative:read" })
    .input(z.object({ id: z.string().min(1).max(LIMITS.code) }))
    .query(({ ctx, input }) => getInitiative(ctx, input.id)),

  courses: orgProcedure
    .meta({ permission: "model:read" })
    .input(coursesInput)
    .query(({ ctx, input }) => listCourses(ctx, input)),

  measures: orgProcedure
    .meta({ permission: "model:read" })
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => listMeasures(ctx, input)),

  activity: orgProcedure
    .meta({ permission: "change:read" })
    .input(
      z.object({
        id: z.uuid(),
        page: z.number().int().min(1).max(10_000).default(1),
        pageSize: z.number().int().min(1).max(100).default(20),
      }),
    )
    .query(({ ctx, input }) => listActivity(ctx, input)),

  choices: orgProcedure.meta({ permission: "initiative:read" }).query(({ ctx }) => formChoices(ctx)),

  create: orgProcedure
    .meta({ permission: "initiative:create" })
    .input(initiativeCreation)
    .mutation(({ ctx, input }) => createInitiative(ctx, input)),

  edit: orgProcedure
    .meta({ permission: "initiative:edit" })
    .input(initiativeChange)
    .mutation(({ ctx, input }) => editInitiative(ctx, input)),

  changeStage: orgProcedure
    .meta({ permission: "initiative:edit" })
    .input(initiativeStageChange)
    .mutation(({ ctx, input }) => changeStage(ctx, input)),

  archive: orgProcedure
    .meta({ permission: "initiative:archive" })
    .input(initiativeArchival)
    .mutation(({ ctx, input }) => archiveInitiative(ctx, input)),

  restore: orgProcedure
    .meta({ permission: "initiative:archive" })
    .input(initiativeArchival)
    .mutation(({ ctx, input }) => restoreInitiative(ctx, input)),

  undo: orgProcedure
    .meta({ permission: "initiative:edit" })
    .input(z.object({ id: z.uuid(), changeId: z.uuid() }))
    .mutation(({ ctx, input }) => undoInitiativeChange(ctx, input)),
});
