import type postgres from "postgres";
import { onConnection, rawOn, type Tx } from "@/db/client";
import { abandon, closing } from "@/db/lease";
import { awayFrom } from "@/db/unreachable";
import { isQuotaKind, QuotaReached } from "@/domain/quota/limit";
import { isUuid } from "@/domain/shared/id";
import type { OrgContext } from "../context";

type Scope = Pick<OrgContext, "orgId" | "actor" | "asOf" | "db" | "address">;

/** Of the setting only what an address can hold: the settings are one text. */
const addressText = (address: string | undefined): string =>
  address && /^[0-9A-Fa-f.:]{2,45}$/.test(address) ? address : "";

/** Settings of one transaction as SQL text: they go in one simple message, so every value is checked here, not bound. */
export function settingsOf({ orgId, actor, asOf, address }: Scope): string {
  if (!isUuid(orgId)) throw new RangeError("orgId must be a UUID");
  if (actor.kind === "user" && !isUuid(actor.memberId)) throw new RangeError("memberId must be a UUID");
  const values = {
    "app.org_id": orgId,
    "app.member_id": actor.kind === "user" ? actor.memberId : "",
    "app.role": actor.kind === "user" ? actor.role.replaceAll(/[^a-z]/g, "") : "job",
    "app.address": addressText(address),
    "app.as_of": asOf ? asOf.toISOString() : "",
    search_path: asOf ? "as_of, public" : "public",
  };
  return `select ${Object.entries(values)
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(", ")}`;
}

type Plan = {
  /** Sent as one message, pipelined with the first statement. */
  open: string;
  /** Told what each statement of the opening message answered. Runs before the result is given. */
  opened?: (answers: readonly postgres.Row[][]) => void;
  after?: (connection: postgres.ReservedSql) => Promise<unknown>;
  /** A reader does not wait for its commit. */
  awaitCommit: boolean;
};

/** What a trigger said that keeps a limit, in words. */
function quotaReached(error: unknown): QuotaReached | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, detail } = at as Error & { code?: unknown; detail?: unknown };
    const [kind = "", most] = code === "PR002" ? String(detail).split(" ") : [];
    if (isQuotaKind(kind)) return new QuotaReached(kind, Number(most));
  }
  return null;
}

/** One transaction on one connection. The opening message is awaited before the result is given, so its failure is never lost. */
export async function inTransaction<T>(
  scope: Scope,
  plan: Plan,
  work: (tx: Tx, raw: postgres.ReservedSql) => Promise<T>,
): Promise<T> {
  const connection = await scope.db.pool.reserve();
  const opened = connection.unsafe(plan.open).simple().execute();
  const ready = Promise.resolve(opened).then((answers) => plan.opened?.(answers as unknown as postgres.Row[][]));
  ready.catch(() => undefined); // reported below
  const commit = () => Promise.resolve(connection.unsafe("commit").simple());
  const state = { isEnding: false, isGivenBack: false };
  /** Once the answer is under way: a reader has nothing to lose by a commit that fails. */
  const endLater = () => {
    state.isGivenBack = true;
    setImmediate(() => {
      commit().catch(() => abandon(connection));
      connection.release();
    });
  };
  try {
    await plan.after?.(connection);
    const result = await work(onConnection(scope.db.pool, connection), rawOn(connection));
    await ready;
    if (!plan.awaitCommit) endLater();
    else {
      state.isEnding = true;
      await commit();
    }
    return result;
  } catch (error) {
    if (awayFrom(error)) {
      abandon(connection); // it has rolled back by itself
      await closing();
    } else if (!state.isEnding)
      await connection
        .unsafe("rollback")
        .simple()
        .catch(() => undefined);
    await ready; // the first cause, when opening failed
    throw quotaReached(error) ?? error;
  } finally {
    if (!state.isGivenBack) connection.release();
  }
}
