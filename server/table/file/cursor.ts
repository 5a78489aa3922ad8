import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Sort } from "@/domain/table/column";
import type { RowScopeInput } from "@/domain/table/input";
import { orderNeeds, orderOf } from "../order";
import type { Setting } from "../setting";
import { foundOf, fromWhere } from "../source";

const ROWS_A_FETCH = 500;

type Asked = {
  scope: RowScopeInput;
  sorts: readonly Sort[];
  group: string | null;
  select: SQL;
  needs: readonly string[];
};

/** Opens the cursor `exported` over every row of a view in its order. */
export async function declareExported(
  tx: Tx,
  setting: Setting,
  { scope, sorts, group, select, needs }: Asked,
): Promise<void> {
  const keys = [...(group ? [group] : []), ...sorts.map(({ key }) => key)];
  await tx.execute(sql`declare exported no scroll cursor for ${foundOf(setting, scope.q)} select ${select}
    ${fromWhere(setting, scope, [...needs, ...orderNeeds(setting, keys)])} order by ${sql.join(orderOf(setting, sorts, group), sql`, `)}`);
}

/**
 * Hands over its rows by the hundred. The next ones are under way while these are written, so that database and process work
 * at a time; never more than two chunks are held. What was taken is emptied: an answer of the driver stays reachable from the
 * one before it until the whole heap is collected, so rows left in it pile up by the size of the file.
 * @returns how many there were
 */
export async function eachExported<Raw extends Record<string, unknown>>(
  tx: Tx,
  take: (chunk: Raw[]) => Promise<void> | void,
): Promise<number> {
  const fetchMore = () => tx.execute<Raw>(sql.raw(`fetch forward ${ROWS_A_FETCH} from exported`)).then((rows) => rows);
  let next = fetchMore();
  for (let count = 0; ; ) {
    const chunk = await next;
    if (chunk.length === 0) return count;
    count += chunk.length;
    next = fetchMore();
    next.catch(() => undefined); // awaited above, unless what is taken now fails first
    const rows = chunk.splice(0) as Raw[];
    await take(rows);
    rows.length = 0;
  }
}
