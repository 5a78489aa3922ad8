import { movementInput } from "@/domain/risk/movement-input";
import { orgProcedure, router } from "../../trpc/init";
import { listMovements } from "./queries";

export const movementRouter = router({
  since: orgProcedure
    .meta({ permission: "risk:read" })
    .input(movementInput)
    .query(({ ctx, input }) => listMovements(ctx, input)),
});
