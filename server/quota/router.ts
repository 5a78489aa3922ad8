import { orgProcedure, router } from "../trpc/init";
import { listQuotas } from "./queries";

export const quotaRouter = router({
  list: orgProcedure.meta({ permission: "organisation:manage" }).query(({ ctx }) => listQuotas(ctx)),
});
