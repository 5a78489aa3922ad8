import { passwordChange, passwordReset, resetRequest, resetToken, signIn as signInInput } from "@/domain/access/input";
import { signInCode } from "@/domain/factor/input";
import { signInWithCode } from "../factor/commands";
import { personProcedure, publicProcedure, router } from "../trpc/init";
import { changePassword, signIn, signOut, signOutEverywhere } from "./commands";
import { offeredProviders, sessionOf, whoAmI } from "./queries";
import { openReset, requestReset, resetPassword } from "./reset/commands";

export const accessRouter = router({
  signIn: publicProcedure
    .meta({ permission: "public" })
    .input(signInInput)
    .mutation(({ ctx, input }) => signIn(ctx, input)),

  signInCode: publicProcedure
    .meta({ permission: "public" })
    .input(signInCode)
    .mutation(({ ctx, input }) => signInWithCode(ctx, input)),

  signOut: publicProcedure.meta({ permission: "public" }).mutation(({ ctx }) => signOut(ctx)),

  /** Who is signed in, without refusing who is not. */
  session: publicProcedure.meta({ permission: "public" }).query(({ ctx }) => sessionOf(ctx)),

  providers: publicProcedure.meta({ permission: "public" }).query(() => offeredProviders()),

  whoAmI: personProcedure.meta({ permission: "signed-in" }).query(({ ctx }) => whoAmI(ctx)),

  signOutEverywhere: personProcedure.meta({ permission: "signed-in" }).mutation(({ ctx }) => signOutEverywhere(ctx)),

  changePassword: personProcedure
    .meta({ permission: "signed-in" })
    .input(passwordChange)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),

  requestReset: publicProcedure
    .meta({ permission: "public" })
    .input(resetRequest)
    .mutation(({ ctx, input }) => requestReset(ctx, input)),

  openReset: publicProcedure
    .meta({ permission: "public" })
    .input(resetToken)
    .query(({ ctx, input }) => openReset(ctx, input)),

  resetPassword: publicProcedure
    .meta({ permission: "public" })
    .input(passwordReset)
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),
});
