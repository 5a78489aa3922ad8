import { and, eq } from "drizzle-orm";
import { connection, connectionHealth } from "@/db/schema/connection";
import type { ConnectionRef } from "@/domain/connection/input";
import { AppError } from "@/domain/shared/error";
import { formatInstant } from "@/domain/shared/figure";
import type { OrgContext } from "../../context";
import { setDue } from "../../due/commands";
import { connectionPollRequested } from "../../inngest/events";
import { store } from "../../record/store";
import { CONNECTION_DUE } from "../poll/commands";

/**
 * Asks for a poll at once. It ends a rest after failures for this one poll; what the platform asked to wait is kept.
 *
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED while it is paused, its sign-in is refused, or the platform asked to
 * wait.
 */
export async function pollNow(
  ctx: OrgContext & { timeZone: string },
  { connectionId }: ConnectionRef,
): Promise<{ id: string }> {
  const { orgId, now } = ctx;
  await store(ctx, async (tx) => {
    const [held] = await tx
      .select({
        paused: connection.paused,
        status: connectionHealth.status,
        circuitOpenUntil: connectionHealth.circuitOpenUntil,
      })
      .from(connection)
      .leftJoin(
        connectionHealth,
        and(eq(connectionHealth.orgId, connection.orgId), eq(connectionHealth.connectionId, connection.id)),
      )
      .where(and(eq(connection.orgId, orgId), eq(connection.id, connectionId)));
    if (!held) throw new AppError("NOT_FOUND", "No such connection");
    if (held.paused) throw new AppError("PRECONDITION_FAILED", "The connection is paused. Resume it first.");
    if (held.status === "needs_reauth")
      throw new AppError("PRECONDITION_FAILED", "The sign-in was refused. Edit the connection and give it again.");
    const rests = held.circuitOpenUntil !== null && held.circuitOpenUntil > now ? held.circuitOpenUntil : null;
    if (rests && held.status !== "open_circuit")
      throw new AppError(
        "PRECONDITION_FAILED",
        `The platform asked to wait until ${formatInstant(rests, ctx.timeZone)}.`,
      );
    if (rests)
      await tx
        .update(connectionHealth)
        .set({ circuitOpenUntil: now })
        .where(and(eq(connectionHealth.orgId, orgId), eq(connectionHealth.connectionId, connectionId)));
    await setDue(tx, CONNECTION_DUE, connectionId, now);
  });
  await ctx.emit(connectionPollRequested.create({ orgId, connectionId }));
  return { id: connectionId };
}
