import { SQL } from "drizzle-orm";
import { written } from "@/db/client";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "../context";

/** Of one register; then the one kept for longest goes. */
const MOST_KEPT = 200;

/** `about`: what else came of building it. */
type Built<About> = { statement: SQL; about: About };

/** A statement as text and its values; `null` stands for the organisation. */
type Text = { text: string; values: readonly unknown[] };

/** A statement that is written out: it can be executed, not made part of another. */
class WrittenSql extends SQL {
  readonly #written: ReturnType<SQL["toQuery"]>;
  constructor(text: string, params: unknown[]) {
    super([]);
    this.#written = { sql: text, params };
  }
  override toQuery() {
    return this.#written;
  }
}

/** Somebody else, another day, elsewhere: whatever a statement takes from its request is different in theirs. */
const ELSEWHERE = mintOrgId("00000000-0000-4000-8000-00000000e15e");
const elsewhere = (ctx: OrgContext): OrgContext => ({
  ...ctx,
  orgId: ELSEWHERE,
  actor:
    ctx.actor.kind === "user"
      ? { ...ctx.actor, userId: ELSEWHERE, memberId: ELSEWHERE, name: "Elsewhere" }
      : { ...ctx.actor, name: "elsewhere" },
  now: new Date(ctx.now.getTime() - 1_234_567_890_123),
});

/** The text of a statement that is the same for everybody but for the organisation's id; null for any other. */
function textOf(own: SQL, other: SQL, ctx: OrgContext): Text | null {
  const [mine, theirs] = [written(own), written(other)];
  if (mine.sql !== theirs.sql || mine.params.length !== theirs.params.length) return null;
  const values = mine.params.map((value, place) => {
    const their = theirs.params[place];
    return value === ctx.orgId && their === ELSEWHERE ? null : value === their && value !== null ? value : undefined;
  });
  return values.includes(undefined) ? null : { text: mine.sql, values };
}

const statementOf = ({ text, values }: Text, { orgId }: OrgContext): SQL =>
  new WrittenSql(
    text,
    values.map((value) => value ?? orgId),
  );

/**
 * Statements built once. One is kept only if building it for somebody else, at another time, in another organisation gave the
 * very same text and values, the organisation's id apart; so none carries over what one request alone may see. What a role or an
 * access token may see is part of the key. Statements that look at the past are not kept.
 */
export class KeptStatements<About> {
  readonly #kept = new Map<string, { text: Text | null; about: About }>();

  /** What `build` makes, for this request: built now, or put together from what is kept. */
  async of(ctx: OrgContext, what: string, build: (ctx: OrgContext) => Promise<Built<About>>): Promise<Built<About>> {
    const { actor, asOf } = ctx;
    if (asOf) return build(ctx);
    const who = actor.kind === "user" ? [actor.role, actor.scopes] : [];
    const key = JSON.stringify([actor.kind, ...who, what]);
    const known = this.#kept.get(key);
    if (known?.text) return { about: known.about, statement: statementOf(known.text, ctx) };
    const { statement, about } = await build(ctx);
    if (!known) this.#keep(key, { text: textOf(statement, (await build(elsewhere(ctx))).statement, ctx), about });
    return { statement, about };
  }

  #keep(key: string, entry: { text: Text | null; about: About }): void {
    this.#kept.set(key, entry);
    const [first] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && first !== undefined) this.#kept.delete(first);
  }
}
