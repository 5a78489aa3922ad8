import { sql } from "drizzle-orm";
import { membership } from "@/db/schema/organisation";
import type { Role } from "@/domain/access/permission";
import { MEMBER_REGISTER, type MemberColumn } from "@/domain/member/columns";
import { roleChange } from "@/domain/member/input";
import { AppError } from "@/domain/shared/error";
import { may, type OrgContext } from "../../context";
import type { ColumnSql, Rules, ServerRegister } from "../../table/register";
import { writeMember } from "../commands";

/** Sign-ins are operational: they are known of today only, and said to administrators only. */
export const seesSignIns = ({ actor, asOf }: OrgContext): boolean =>
  asOf === null && actor.kind === "user" && may(actor, "member:manage");

const lastSignIn = (ctx: OrgContext) =>
  seesSignIns(ctx)
    ? sql`(select s.at from private.last_sign_ins() s where s.user_id = ${membership.userId})`
    : sql`null::timestamptz`;

const columnsOf = (ctx: OrgContext): Record<MemberColumn, ColumnSql> => ({
  name: { value: sql`${membership.name}`, order: [sql`lower(${membership.name})`] },
  email: { value: sql`${membership.email}` },
  role: { value: sql`${membership.role}` },
  state: { value: sql`case when ${membership.active} then 'active' else 'deactivated' end` },
  seen: { value: lastSignIn(ctx) },
});

const memberRules: Rules = {
  permission: "member:manage",
  action: "membership.edit",
  tables: ["membership"],
  write: async (tx, ctx, { id: memberId, version }, change) => {
    if (change.op !== "set") throw new AppError("BAD_REQUEST", "This column cannot be changed here.");
    if (change.column === "state") {
      const active = { active: true, deactivated: false }[change.value ?? ""];
      if (active === undefined) throw new AppError("BAD_REQUEST", "A member is active or deactivated.");
      return writeMember(tx, ctx, { memberId, version, patch: { active } });
    }
    const wanted = roleChange.safeParse({ memberId, version, role: change.value });
    if (change.column !== "role" || !wanted.success) throw new AppError("BAD_REQUEST", "There is no such role.");
    return writeMember(tx, ctx, { memberId, version, patch: { role: wanted.data.role } });
  },
};

/** What a row of the register carries beside its cells. */
export type MemberExtra = { name: string; email: string; role: Role; active: boolean; lastSignInAt: Date | null };

type Raw = Omit<MemberExtra, "lastSignInAt"> & { lastSignInAt: string | null };

/** The register of members in SQL. */
export const memberRegister: ServerRegister<MemberExtra> = {
  declaration: MEMBER_REGISTER,
  permission: "member:read",
  table: membership,
  columns: columnsOf,
  joins: () => ({}),
  name: sql`${membership.name}`,
  named: "name",
  sought: [sql`${membership.name}`, sql`${membership.email}`],
  extra: (ctx) => ({
    select: {
      name: sql`${membership.name}`,
      email: sql`${membership.email}`,
      role: sql`${membership.role}`,
      active: sql`${membership.active}`,
      lastSignInAt: lastSignIn(ctx),
    },
    needs: [],
  }),
  dress: (_ctx, given) => {
    const { name, email, role, active, lastSignInAt } = given as unknown as Raw;
    const at = lastSignInAt === null ? null : new Date(lastSignInAt);
    return { extra: { name, email, role, active, lastSignInAt: at }, cells: {} };
  },
  rules: memberRules,
};
