import type { OrgContext } from "../context";
import { inTransaction, settingsOf } from "./transaction";

/**
 * A settled instant of the organisation: no change from before it is still open, so what is read as of it never differs.
 * Waits for open changes.
 */
export async function mintInstant(ctx: Pick<OrgContext, "orgId" | "actor" | "db">): Promise<Date> {
  const scope = { ...ctx, asOf: null };
  const rows = await inTransaction(
    scope,
    { open: `begin; ${settingsOf(scope)}`, awaitCommit: true },
    async (_tx, raw) => {
      return raw<{ at: string }[]>`select private.mint_instant()::text as at`;
    },
  );
  const at = rows[0]?.at;
  if (!at) throw new RangeError("No instant was minted");
  return new Date(at);
}
