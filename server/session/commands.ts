import type { SessionRef } from "@/domain/session/input";
import { AppError } from "@/domain/shared/error";
import { noteAccess } from "../auth/note";
import type { RequestContext, Resolved } from "../trpc/context";

type SignedIn = RequestContext & { person: Resolved };

/** Ends one session of the person. @throws AppError NOT_FOUND for one that has ended, or is another's */
export async function endSession(ctx: SignedIn, { sessionId }: SessionRef): Promise<void> {
  const { userId } = ctx.person;
  const [row] = await ctx.db.sql<
    { ended: boolean }[]
  >`select private.close_session_of(${userId}, ${sessionId}) as ended`;
  if (!row?.ended) throw new AppError("NOT_FOUND", "This session has ended already.");
  await noteAccess(ctx, "session.ended", { userId, detail: "one" });
}

/** Ends every session of the person but this one. */
export async function endOtherSessions(ctx: SignedIn): Promise<{ sessions: number }> {
  const { userId } = ctx.person;
  const [row] = await ctx.db.sql<{ sessions: number }[]>`
    select private.close_other_sessions(${userId}, ${ctx.tokenHash ?? ""}) as sessions`;
  const sessions = row?.sessions ?? 0;
  if (sessions > 0) await noteAccess(ctx, "session.ended", { userId, detail: `${sessions} others` });
  return { sessions };
}
