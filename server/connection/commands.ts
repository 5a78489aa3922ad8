import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { history } from "@/db/history";
import { connection, connectionHealth } from "@/db/schema/connection";
import {
  type ConnectionCreate,
  type ConnectionDelete,
  type ConnectionEdit,
  type ConnectionPause,
  type ConnectionTest,
  sameServer,
} from "@/domain/connection/input";
import { sameValue } from "@/domain/shared/edit";
import { AppError } from "@/domain/shared/error";
import { env, need } from "@/env";
import type { CheckStep } from "@/server/connector/contract";
import { connectorFor, contextFor, probeAddress } from "@/server/connector/registry";
import type { OrgContext } from "../context";
import { dropDue, setDue } from "../due/commands";
import { connectionPollRequested } from "../inngest/events";
import { RULES_DUE } from "../metric/rule/commands";
import { isViolation } from "../organisation/commands";
import { change } from "../record/change";
import { type Edited, joinedEdit, orConflict } from "../record/edit";
import { CONNECTION_DUE } from "./poll/commands";
import { type ConnectionFields, type SealedFields, TARGET, TARGET_SHAPE, withoutSecret } from "./secret/conflict";
import { givenSecret } from "./secret/given";
import { seal } from "./secret/seal";

/** A person waits for the test, so it gives up sooner than a poll. */
const TEST_LIMITS = { totalTimeoutMs: 10_000, idleTimeoutMs: 5000, retries: 0 };

const taken = (name: string): AppError => new AppError("CONFLICT", `A connection named "${name}" exists already.`);

/** Tries a connection step by step, before it is saved. Writes nothing. */
export async function testConnection(
  ctx: OrgContext,
  input: ConnectionTest,
): Promise<{ ok: boolean; steps: CheckStep[] }> {
  const secret = await givenSecret(ctx, input);
  const { url, config } = input;
  const steps: CheckStep[] = [];
  const allow = env().CONNECTOR_ALLOW;
  for await (const step of probeAddress(url, allow)) steps.push(step);
  if (steps.some(({ ok }) => !ok)) return { ok: false, steps };
  const context = contextFor({ url, secret, config }, allow, TEST_LIMITS);
  for await (const step of connectorFor(input.platform).check(context)) steps.push(step);
  return { ok: steps.length > 0 && steps.every(({ ok }) => ok), steps };
}

/** Nothing is stored that does not answer now. @throws AppError PRECONDITION_FAILED, in the words of the step that failed. */
async function demandAnswer(ctx: OrgContext, input: ConnectionTest): Promise<void> {
  const { ok, steps } = await testConnection(ctx, input);
  if (ok) return;
  const { step, detail } = steps.find((each) => !each.ok) ?? { step: "Test", detail: "it was not tried" };
  throw new AppError("PRECONDITION_FAILED", `Nothing was saved, because the test failed. ${step}: ${detail}`);
}

/** @throws AppError PRECONDITION_FAILED when it does not pass its test; CONFLICT when the name is taken. */
export async function createConnection(ctx: OrgContext, input: ConnectionCreate): Promise<{ id: string }> {
  await demandAnswer(ctx, input);
  const { secret, auth, ...rest } = input;
  const { orgId } = ctx;
  const id = randomUUID();
  const sealedSecret =
    secret && auth !== "none" ? seal(need("SECRETS_KEY"), { orgId, connectionId: id }, secret) : null;
  try {
    await change(ctx, { name: "connection.create" }, async (tx) => {
      await tx.insert(connection).values({ orgId, id, auth, sealedSecret, ...rest });
      await tx.insert(connectionHealth).values({ orgId, connectionId: id });
      await setDue(tx, CONNECTION_DUE, id, ctx.now);
      await setDue(tx, RULES_DUE, orgId, ctx.now);
    });
  } catch (error) {
    throw isViolation(error, "connection_name") ? taken(input.name) : error;
  }
  await ctx.emit(connectionPollRequested.create({ orgId, connectionId: id }));
  return { id };
}

/** What a row locked here is compared with. */
const heldOf = (row: typeof connection.$inferSelect) => ({
  row,
  history: { of: history.connection, own: eq(history.connection.id, row.id) },
});

/** Takes the transaction back: a target would be stored that was not tried. No lock is held while a server is asked. */
class Untried extends Error {}

const isSameTarget = (a: SealedFields, b: SealedFields): boolean =>
  TARGET.every((field) => !(field in a) || sameValue(a[field], b[field]));

/**
 * Saves a connection and polls it at once. Editing closes its circuit and lifts a refused sign-in. Another address,
 * sign-in or way of reading must pass its test first; name and interval can be changed while the server is down.
 *
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED when the test fails; CONFLICT when the name is taken; BAD_REQUEST when
 * the address moves to another server without a new sign-in.
 */
export async function editConnection(
  ctx: OrgContext,
  input: ConnectionEdit,
): Promise<Edited<{ id: string }, ConnectionFields>> {
  const { connectionId, version, secret, auth, ...rest } = input;
  const { orgId } = ctx;
  const mine = and(eq(connection.orgId, orgId), eq(connection.id, connectionId));
  const fresh = secret && auth !== "none" ? seal(need("SECRETS_KEY"), { orgId, connectionId }, secret) : null;
  const keeps = auth !== "none" && !secret;
  const patch: SealedFields = { auth, ...rest, ...(keeps ? {} : { sealedSecret: fresh }) };
  const store = (isTried: boolean) =>
    change(ctx, { name: "connection.edit" }, async (tx) => {
      const [held] = await tx.select().from(connection).where(mine).for("update");
      if (!held) throw new AppError("NOT_FOUND", "No such connection");
      const joined = await joinedEdit(tx, ctx, heldOf(held), { version, patch, shape: TARGET_SHAPE });
      if (keeps && (held.auth !== joined.auth || !held.sealedSecret))
        throw new AppError("BAD_REQUEST", "Give the sign-in, or choose none.");
      if (keeps && !sameServer(held.url, joined.url))
        throw new AppError("BAD_REQUEST", "The address is on another server: enter the sign-in again.");
      if (!isTried && !isSameTarget(joined, held)) throw new Untried();
      await tx.update(connection).set(joined).where(mine);
      await tx
        .update(connectionHealth)
        .set({ status: "new", consecutiveFailures: 0, circuitOpenUntil: null, lastError: null })
        .where(and(eq(connectionHealth.orgId, orgId), eq(connectionHealth.connectionId, connectionId)));
      if (!held.paused) await setDue(tx, CONNECTION_DUE, connectionId, ctx.now);
      return { outcome: "saved" as const, id: connectionId };
    });
  try {
    // What is joined with another's edit is either their target or this one, never a mixture: one test speaks for it.
    const write = store(false).catch(async (error: unknown) => {
      if (!(error instanceof Untried)) throw error;
      await demandAnswer(ctx, input);
      return store(true);
    });
    const result = await orConflict<SealedFields, Awaited<typeof write>>(write);
    if (result.outcome === "conflict") return withoutSecret(result);
  } catch (error) {
    throw isViolation(error, "connection_name") ? taken(input.name) : error;
  }
  await ctx.emit(connectionPollRequested.create({ orgId, connectionId }));
  return { outcome: "saved", id: connectionId };
}

/** @throws AppError NOT_FOUND */
export async function pauseConnection(
  ctx: OrgContext,
  { connectionId, version, paused }: ConnectionPause,
): Promise<Edited<{ id: string }, { paused: boolean }>> {
  const mine = and(eq(connection.orgId, ctx.orgId), eq(connection.id, connectionId));
  const write = change(ctx, { name: paused ? "connection.pause" : "connection.resume" }, async (tx) => {
    const [held] = await tx.select().from(connection).where(mine).for("update");
    if (!held) throw new AppError("NOT_FOUND", "No such connection");
    await tx
      .update(connection)
      .set(await joinedEdit(tx, ctx, heldOf(held), { version, patch: { paused } }))
      .where(mine);
    if (paused) await dropDue(tx, CONNECTION_DUE, connectionId);
    else await setDue(tx, CONNECTION_DUE, connectionId, ctx.now);
    return { outcome: "saved" as const, id: connectionId };
  });
  const result = await orConflict<{ paused: boolean }, Awaited<typeof write>>(write);
  if (result.outcome === "saved" && !paused)
    await ctx.emit(connectionPollRequested.create({ orgId: ctx.orgId, connectionId }));
  return result;
}

/** Models and figures it brought stay; its stored sign-in is gone from the table. @throws AppError NOT_FOUND */
export async function deleteConnection(
  ctx: OrgContext,
  { connectionId, reason }: ConnectionDelete,
): Promise<{ id: string }> {
  const { orgId } = ctx;
  await change(ctx, { name: "connection.delete", reason }, async (tx) => {
    const gone = await tx
      .delete(connection)
      .where(and(eq(connection.orgId, orgId), eq(connection.id, connectionId)))
      .returning({ id: connection.id });
    if (gone.length === 0) throw new AppError("NOT_FOUND", "No such connection");
    await tx
      .delete(connectionHealth)
      .where(and(eq(connectionHealth.orgId, orgId), eq(connectionHealth.connectionId, connectionId)));
    await dropDue(tx, CONNECTION_DUE, connectionId);
  });
  return { id: connectionId };
}
