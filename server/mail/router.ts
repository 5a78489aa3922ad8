import { mailPage, mailRef } from "@/domain/mail/input";
import { orgProcedure, router } from "../trpc/init";
import { retryMail } from "./commands";
import { listMail, openMail } from "./queries";

export const mailRouter = router({
  list: orgProcedure
    .meta({ permission: "mail:read" })
    .input(mailPage)
    .query(({ ctx, input }) => listMail(ctx, input)),

  open: orgProcedure
    .meta({ permission: "mail:read" })
    .input(mailRef)
    .query(({ ctx, input }) => openMail(ctx, input)),

  retry: orgProcedure
    .meta({ permission: "mail:send" })
    .input(mailRef)
    .mutation(({ ctx, input }) => retryMail(ctx, input)),
});
