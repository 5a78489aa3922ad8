import { count, eq, sql } from "drizzle-orm";
import { membership } from "@/db/schema/organisation";
import { MEMBER_PAGE, type MemberFilter } from "@/domain/member/input";
import type { Condition } from "@/domain/table/filter";
import { rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { rowsIn } from "../../table/rows";
import { memberRegister, seesSignIns } from "../register/columns";

/** One page of the members, by name. When they last signed in is said to administrators, and only of today. */
export function listMembers(ctx: OrgContext, { q, role, state, page }: MemberFilter) {
  const is = (column: string, value: string | undefined): Condition[] =>
    value ? [{ column, op: "is", values: [value] }] : [];
  const filter = { all: [...is("role", role), ...is("state", state)] };
  return read(ctx, async (tx) => {
    const { rows, total } = await rowsIn(
      tx,
      ctx,
      memberRegister,
      rowsInput.parse({ q, filter, page, pageSize: MEMBER_PAGE }),
    );
    const [all] = await tx
      .select({
        members: count(),
        active: sql<number>`(count(*) filter (where ${membership.active}))::int`,
        admins: sql<number>`(count(*) filter (where ${membership.active} and ${membership.role} = 'admin'))::int`,
      })
      .from(membership)
      .where(eq(membership.orgId, ctx.orgId));
    return {
      rows: rows.map(({ cells: _cells, ...row }) => row),
      total,
      page,
      pageSize: MEMBER_PAGE,
      all: all ?? { members: 0, active: 0, admins: 0 },
      lastSignInKnown: seesSignIns(ctx),
    };
  });
}
