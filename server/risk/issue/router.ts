import { z } from "zod";
import { issueEdit, issueReopening, issueResolution, newIssue } from "@/domain/raid/input";
import { registerProcedures } from "../../table/procedures";
import { orgProcedure, router } from "../../trpc/init";
import { getIssue } from "../raid/entry/queries";
import { issueRegister } from "./columns";
import { createIssue, editIssue, reopenIssue, resolveIssue } from "./commands";

const editable = orgProcedure.meta({ permission: "risk:edit" });

export const issueRouter = router({
  ...registerProcedures(issueRegister),
  get: orgProcedure
    .meta({ permission: "risk:read" })
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => getIssue(ctx, input.id)),
  create: editable.input(newIssue).mutation(({ ctx, input }) => createIssue(ctx, input)),
  edit: editable.input(issueEdit).mutation(({ ctx, input }) => editIssue(ctx, input)),
  resolve: editable.input(issueResolution).mutation(({ ctx, input }) => resolveIssue(ctx, input)),
  reopen: editable.input(issueReopening).mutation(({ ctx, input }) => reopenIssue(ctx, input)),
});
