import { passwordChange, signIn as signInInput } from "@/domain/access/input";
import { personProcedure, publicProcedure, router } from "../trpc/init";
import { changePassword, signIn, signOut, signOutEverywhere } from "./commands";
import { sessionOf, whoAmI } from "./queries";

export const accessRouter = router({
  signIn: publicProcedure
    .meta({ permission: "public" })
    .input(signInInput)
    .mutation(({ ctx, input }) => signIn(ctx, input)),

  signOut: publicProcedure.meta({ permission: "public" }).mutation(({ ctx }) => signOut(ctx)),

  /** Who is signed in, without refusing who is not. */
  session: publicProcedure.meta({ permission: "public" }).query(({ ctx }) => sessionOf(ctx)),

  whoAmI: personProcedure.meta({ permission: "signed-in" }).query(({ ctx }) => whoAmI(ctx)),

  signOutEverywhere: personProcedure.meta({ permission: "signed-in" }).mutation(({ ctx }) => signOutEverywhere(ctx)),

  changePassword: personProcedure
    .meta({ permission: "signed-in" })
    .input(passwordChange)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
});
