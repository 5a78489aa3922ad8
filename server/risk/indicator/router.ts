import { z } from "zod";
import { indicatorEdit, indicatorLink, indicatorRemoval, signalSetBack } from "@/domain/risk/indicator";
import { orgProcedure, router } from "../../trpc/init";
import { getCause, listSignals } from "./cause/queries";
import { setBackSignal } from "./commands";
import { editIndicator, linkIndicator, unlinkIndicator } from "./link/commands";
import { getIndicators, listRules } from "./queries";

const ofRisk = z.object({ riskId: z.uuid() });

export const indicatorRouter = router({
  get: orgProcedure
    .meta({ permission: "risk:read" })
    .input(ofRisk)
    .query(({ ctx, input }) => getIndicators(ctx, input)),

  rules: orgProcedure
    .meta({ permission: "risk:read" })
    .input(ofRisk)
    .query(({ ctx, input }) => listRules(ctx, input)),

  signals: orgProcedure
    .meta({ permission: "risk:read" })
    .input(ofRisk)
    .query(({ ctx, input }) => listSignals(ctx, input)),

  cause: orgProcedure
    .meta({ permission: "risk:read" })
    .input(z.object({ assessmentId: z.uuid() }))
    .query(({ ctx, input }) => getCause(ctx, input)),

  link: orgProcedure
    .meta({ permission: "risk:edit" })
    .input(indicatorLink)
    .mutation(({ ctx, input }) => linkIndicator(ctx, input)),

  edit: orgProcedure
    .meta({ permission: "risk:edit" })
    .input(indicatorEdit)
    .mutation(({ ctx, input }) => editIndicator(ctx, input)),

  unlink: orgProcedure
    .meta({ permission: "risk:edit" })
    .input(indicatorRemoval)
    .mutation(({ ctx, input }) => unlinkIndicator(ctx, input)),

  setBack: orgProcedure
    .meta({ permission: "risk:edit" })
    .input(signalSetBack)
    .mutation(({ ctx, input }) => setBackSignal(ctx, input)),
});
