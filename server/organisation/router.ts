import { organisationEdit, organisationStart, sampleRemoval } from "@/domain/organisation/input";
import { orgProcedure, personProcedure, router } from "../trpc/init";
import { editOrganisation, removeSample, startOrganisation } from "./commands";
import { getRemoval, getSettings, getShell } from "./queries";

export const organisationRouter = router({
  shell: orgProcedure.meta({ permission: "organisation:read" }).query(({ ctx }) => getShell(ctx)),

  settings: orgProcedure.meta({ permission: "organisation:read" }).query(({ ctx }) => getSettings(ctx)),

  edit: orgProcedure
    .meta({ permission: "organisation:manage" })
    .input(organisationEdit)
    .mutation(({ ctx, input }) => editOrganisation(ctx, input)),

  start: personProcedure
    .meta({ permission: "signed-in" })
    .input(organisationStart)
    .mutation(({ ctx, input }) => startOrganisation(ctx, input)),

  removal: orgProcedure.meta({ permission: "organisation:manage" }).query(({ ctx }) => getRemoval(ctx)),

  removeSample: orgProcedure
    .meta({ permission: "organisation:manage" })
    .input(sampleRemoval)
    .mutation(({ ctx, input }) => removeSample(ctx, input)),
});
