import { memberActivation, memberRef, memberSearch, roleChange } from "@/domain/member/input";
import { registerProcedures } from "../table/procedures";
import { orgProcedure, router } from "../trpc/init";
import { changeRole, setMemberActive, signOutMember } from "./commands";
import { listMemberOptions } from "./queries";
import { memberRegister } from "./register/columns";

export const memberRouter = router({
  ...registerProcedures(memberRegister),

  options: orgProcedure
    .meta({ permission: "member:read" })
    .input(memberSearch)
    .query(({ ctx, input }) => listMemberOptions(ctx, input)),

  changeRole: orgProcedure
    .meta({ permission: "member:manage" })
    .input(roleChange)
    .mutation(({ ctx, input }) => changeRole(ctx, input)),

  setActive: orgProcedure
    .meta({ permission: "member:manage" })
    .input(memberActivation)
    .mutation(({ ctx, input }) => setMemberActive(ctx, input)),

  signOutEverywhere: orgProcedure
    .meta({ permission: "member:manage" })
    .input(memberRef)
    .mutation(({ ctx, input }) => signOutMember(ctx, input)),
});
