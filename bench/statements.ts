import { type Database, toPlain } from "@/db/client";
import type { OrgContext } from "@/server/context";

/** A statement as the product sends it. */
export type Statement = { text: string; parameters: unknown[] };

/** What the product asks the database in one call: so that the floor runs the very same statements. */
export async function statementsOf(ctx: OrgContext, call: (ctx: OrgContext) => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const pool = new Proxy(ctx.db.pool, {
    get(target, name) {
      if (name !== "reserve") return Reflect.get(target, name);
      return async () => {
        const connection = await target.reserve();
        return new Proxy(connection, {
          get(inner, key) {
            if (key !== "unsafe") return Reflect.get(inner, key);
            return (...[text, parameters, ...rest]: Parameters<typeof connection.unsafe>) => {
              if (parameters) seen.push({ text, parameters: parameters.map(toPlain) });
              return inner.unsafe(text, parameters, ...rest);
            };
          },
        });
      };
    },
  });
  const db: Database = { ...ctx.db, pool };
  await call({ ...ctx, db });
  if (seen.length === 0) throw new RangeError("the call asked the database nothing");
  return seen;
}
