import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { change as changeTable } from "@/db/schema/change";
import { authority } from "@/db/schema/matrix";
import type { AuthoritiesSave } from "@/domain/risk/policy-input";
import { SEVERITIES, type Severity } from "@/domain/risk/severity";
import { type EditConflict, joinEdits } from "@/domain/shared/edit";
import type { OrgContext } from "../../../context";
import { change } from "../../../record/change";
import { announce } from "../commands";

type Roles = AuthoritiesSave["roles"];
export type AuthoritiesSaved = { outcome: "saved" } | (EditConflict<Roles> & { versions: AuthoritiesSave["versions"] });

/** Takes the transaction back, so that nothing saved leaves no change behind. */
class Moved extends Error {
  constructor(readonly found: Exclude<AuthoritiesSaved, { outcome: "saved" }>) {
    super("Somebody changed this meanwhile");
  }
}

/** The four mean something only in their order: where both sides changed one, every difference is in question. */
const IN_ORDER = { whole: true, together: [SEVERITIES] };

/** Both sides joined, or the conflict with who came first. The rows must be locked. */
async function joinedAuthorities(
  tx: Tx,
  { orgId, now }: OrgContext,
  { versions, roles }: AuthoritiesSave,
  rows: readonly (typeof authority.$inferSelect)[],
): Promise<Roles> {
  const versionOf = (severity: Severity) => rows.find((row) => row.severity === severity)?.version ?? 1;
  if (SEVERITIES.every((severity) => versionOf(severity) === versions[severity])) return roles;
  const past = await tx
    .select({
      ...{ severity: history.authority.severity, version: history.authority.version, role: history.authority.role },
      ...{ at: history.authority.recordedFrom, by: changeTable.actorName },
    })
    .from(history.authority)
    .innerJoin(
      changeTable,
      and(eq(changeTable.orgId, history.authority.orgId), eq(changeTable.id, history.authority.changeId)),
    )
    .where(eq(history.authority.orgId, orgId))
    .orderBy(asc(history.authority.recordedFrom));
  const rolesWhere = (version: (severity: Severity) => number) =>
    Object.fromEntries(
      SEVERITIES.flatMap((severity) => {
        const found = past.findLast((each) => each.severity === severity && each.version === version(severity));
        return found ? [[severity, found.role]] : [];
      }),
    );
  const [base, current] = [rolesWhere((severity) => versions[severity]), rolesWhere(versionOf)];
  const { merged, theirs, inQuestion } = joinEdits(base, roles, current, IN_ORDER);
  if (inQuestion.length === 0) return merged;
  const quicker = past.at(-1);
  throw new Moved({
    ...{ outcome: "conflict", merged, theirs, version: 0 },
    versions: {
      green: versionOf("green"),
      yellow: versionOf("yellow"),
      amber: versionOf("amber"),
      red: versionOf("red"),
    },
    fields: SEVERITIES.filter((severity) => inQuestion.includes(severity)).map((severity) => {
      const last = past.findLast((each) => each.severity === severity && each.version > versions[severity]) ?? quicker;
      const values = { before: base[severity] ?? null, yours: roles[severity], theirs: current[severity] ?? null };
      return { field: severity, ...values, by: last?.by ?? "Somebody", at: last?.at ?? now };
    }),
  });
}

/** Saves which level owns which class, all together. */
export async function saveAuthorities(ctx: OrgContext, input: AuthoritiesSave): Promise<AuthoritiesSaved> {
  const { orgId } = ctx;
  try {
    await change(ctx, { name: "appetite.authorities" }, async (tx) => {
      const mine = and(eq(authority.orgId, orgId), inArray(authority.severity, [...SEVERITIES]));
      const rows = await tx.select().from(authority).where(mine).orderBy(authority.severity).for("update");
      const roles = await joinedAuthorities(tx, ctx, input, rows);
      for (const severity of SEVERITIES)
        await tx
          .insert(authority)
          .values({ orgId, severity, role: roles[severity] })
          .onConflictDoUpdate({
            target: [authority.orgId, authority.severity],
            set: { role: roles[severity] },
            setWhere: sql`${authority.role} <> excluded.role`,
          });
    });
  } catch (error) {
    if (error instanceof Moved) return error.found;
    throw error;
  }
  await announce(ctx);
  return { outcome: "saved" };
}
