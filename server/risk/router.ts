import { z } from "zod";
import { exposureInput, movedInput, riskCoursesInput, trendInput } from "@/domain/risk/exposure-input";
import {
  actionEdit,
  controlEdit,
  newAction,
  newControl,
  partRemoval,
  riskAssessmentInput,
  riskClosing,
  riskCreation,
  riskEdit,
  riskMaterialising,
  riskQuickAdd,
  riskReopening,
  riskTagging,
} from "@/domain/risk/input";
import { riskMapInput } from "@/domain/risk/map-input";
import { registerProcedures } from "../table/procedures";
import { orgProcedure, router } from "../trpc/init";
import { listRiskActivity } from "./activity/queries";
import { listAsks } from "./ask/queries";
import { assessRisk } from "./assess/commands";
import { closeRisk, createRisk, editRisk, materialiseRisk, quickAddRisk, reopenRisk } from "./commands";
import { listRiskCourses } from "./course/queries";
import { getExposure } from "./exposure/queries";
import { mapRisks } from "./map/queries";
import { listMoved } from "./moved/queries";
import { getRisk } from "./page/queries";
import { addAction, addControl, editAction, editControl, removeAction, removeControl, tagRisk } from "./part/commands";
import { listRisksOn, riskChoices } from "./queries";
import { riskRegister } from "./register/columns";
import { listTrend } from "./trend/queries";

const readable = orgProcedure.meta({ permission: "risk:read" });
const editable = orgProcedure.meta({ permission: "risk:edit" });

export const riskRouter = router({
  ...registerProcedures(riskRegister),

  get: readable.input(z.object({ id: z.string().min(1).max(60) })).query(({ ctx, input }) => getRisk(ctx, input.id)),
  on: readable
    .input(
      z
        .object({ initiativeId: z.uuid(), modelId: z.uuid(), programId: z.uuid() })
        .partial()
        .refine((given) => Object.values(given).filter(Boolean).length === 1, "Name one place."),
    )
    .query(({ ctx, input }) => listRisksOn(ctx, input)),
  map: readable.input(riskMapInput).query(({ ctx, input }) => mapRisks(ctx, input)),
  exposure: readable.input(exposureInput).query(({ ctx, input }) => getExposure(ctx, input)),
  moved: readable.input(movedInput).query(({ ctx, input }) => listMoved(ctx, input)),
  asks: readable.input(trendInput).query(({ ctx, input }) => listAsks(ctx, input)),
  trend: readable.input(trendInput).query(({ ctx, input }) => listTrend(ctx, input)),
  courses: readable.input(riskCoursesInput).query(({ ctx, input }) => listRiskCourses(ctx, input)),
  activity: readable
    .input(
      z.object({
        id: z.uuid(),
        page: z.number().int().min(1).max(10_000).default(1),
        pageSize: z.number().int().min(1).max(100).default(20),
      }),
    )
    .query(({ ctx, input }) => listRiskActivity(ctx, input)),
  choices: readable.query(({ ctx }) => riskChoices(ctx)),

  create: editable.input(riskCreation).mutation(({ ctx, input }) => createRisk(ctx, input)),
  quickAdd: editable.input(riskQuickAdd).mutation(({ ctx, input }) => quickAddRisk(ctx, input)),
  edit: editable.input(riskEdit).mutation(({ ctx, input }) => editRisk(ctx, input)),
  assess: editable.input(riskAssessmentInput).mutation(({ ctx, input }) => assessRisk(ctx, input)),
  close: editable.input(riskClosing).mutation(({ ctx, input }) => closeRisk(ctx, input)),
  reopen: editable.input(riskReopening).mutation(({ ctx, input }) => reopenRisk(ctx, input)),
  materialise: editable.input(riskMaterialising).mutation(({ ctx, input }) => materialiseRisk(ctx, input)),

  addControl: editable.input(newControl).mutation(({ ctx, input }) => addControl(ctx, input)),
  editControl: editable.input(controlEdit).mutation(({ ctx, input }) => editControl(ctx, input)),
  removeControl: editable.input(partRemoval).mutation(({ ctx, input }) => removeControl(ctx, input)),
  addAction: editable.input(newAction).mutation(({ ctx, input }) => addAction(ctx, input)),
  editAction: editable.input(actionEdit).mutation(({ ctx, input }) => editAction(ctx, input)),
  removeAction: editable.input(partRemoval).mutation(({ ctx, input }) => removeAction(ctx, input)),
  tag: editable.input(riskTagging).mutation(({ ctx, input }) => tagRisk(ctx, input)),
});
