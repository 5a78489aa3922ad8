import type { Tx } from "@/db/client";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { inTransaction, settingsOf } from "./transaction";

export type Action = {
  name: string;
  reason?: string;
  detail?: Record<string, unknown> /** Owner and sample organisation only. */;
  at?: Date;
};

/** The only way a command writes recorded tables. Triggers put every row version into `history`, under this change. */
export function change<T>(
  ctx: OrgContext,
  action: Action,
  write: (tx: Tx, changeId: string) => Promise<T>,
): Promise<T> {
  if (ctx.asOf) throw new AppError("PRECONDITION_FAILED", "A past date is shown. Go back to now to change anything.");
  const past = action.at ? `, set_config('app.seed_at', '${action.at.toISOString()}', true)` : "";
  const open = `begin; ${settingsOf(ctx)}${past}`;
  const { actor } = ctx;
  let changeId = "";
  return inTransaction(
    ctx,
    {
      open,
      awaitCommit: true,
      after: async (connection) => {
        const [row] = await connection<{ id: string }[]>`
          select private.open_change(${actor.kind}, ${actor.kind === "user" ? actor.memberId : null}, ${actor.name}, ${action.name},
            ${action.reason ?? null}, ${ctx.requestId}, ${action.detail ? JSON.stringify(action.detail) : null}::text::jsonb) as id`;
        changeId = row?.id ?? "";
      },
    },
    (tx) => write(tx, changeId),
  );
}
