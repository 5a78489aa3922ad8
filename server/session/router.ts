import { sessionRef } from "@/domain/session/input";
import { personProcedure, router } from "../trpc/init";
import { endOtherSessions, endSession } from "./commands";
import { listSessions } from "./queries";

const mine = personProcedure.meta({ permission: "signed-in" });

export const sessionRouter = router({
  list: mine.query(({ ctx }) => listSessions(ctx)),
  end: mine.input(sessionRef).mutation(({ ctx, input }) => endSession(ctx, input)),
  endOthers: mine.mutation(({ ctx }) => endOtherSessions(ctx)),
});
