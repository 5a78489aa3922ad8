import { auditPage } from "@/domain/audit/input";
import { orgProcedure, router } from "../trpc/init";
import { auditPeople, listAudit } from "./queries";

export const auditRouter = router({
  list: orgProcedure
    .meta({ permission: "audit:read" })
    .input(auditPage)
    .query(({ ctx, input }) => listAudit(ctx, input)),

  people: orgProcedure.meta({ permission: "audit:read" }).query(({ ctx }) => auditPeople(ctx)),
});
