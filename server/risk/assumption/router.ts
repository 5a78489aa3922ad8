import { z } from "zod";
import { assumptionEdit, assumptionOutcome, newAssumption } from "@/domain/raid/input";
import { registerProcedures } from "../../table/procedures";
import { orgProcedure, router } from "../../trpc/init";
import { getAssumption } from "../raid/entry/queries";
import { assumptionRegister } from "./columns";
import { createAssumption, editAssumption, settleAssumption } from "./commands";

const editable = orgProcedure.meta({ permission: "risk:edit" });

export const assumptionRouter = router({
  ...registerProcedures(assumptionRegister),
  get: orgProcedure
    .meta({ permission: "risk:read" })
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => getAssumption(ctx, input.id)),
  create: editable.input(newAssumption).mutation(({ ctx, input }) => createAssumption(ctx, input)),
  edit: editable.input(assumptionEdit).mutation(({ ctx, input }) => editAssumption(ctx, input)),
  settle: editable.input(assumptionOutcome).mutation(({ ctx, input }) => settleAssumption(ctx, input)),
});
