import { acceptance, invitationRef, invitationToken, invite as inviteInput } from "@/domain/invitation/input";
import { orgProcedure, publicProcedure, router } from "../trpc/init";
import { acceptInvitation, invite, renewInvitation, revokeInvitation } from "./commands";
import { listInvitations, openInvitation } from "./queries";

export const invitationRouter = router({
  list: orgProcedure.meta({ permission: "member:manage" }).query(({ ctx }) => listInvitations(ctx)),

  create: orgProcedure
    .meta({ permission: "member:manage" })
    .input(inviteInput)
    .mutation(({ ctx, input }) => invite(ctx, input)),

  renew: orgProcedure
    .meta({ permission: "member:manage" })
    .input(invitationRef)
    .mutation(({ ctx, input }) => renewInvitation(ctx, input)),

  revoke: orgProcedure
    .meta({ permission: "member:manage" })
    .input(invitationRef)
    .mutation(({ ctx, input }) => revokeInvitation(ctx, input)),

  open: publicProcedure
    .meta({ permission: "public" })
    .input(invitationToken)
    .query(({ ctx, input }) => openInvitation(ctx, input)),

  accept: publicProcedure
    .meta({ permission: "public" })
    .input(acceptance)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});
