import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { connect, type Database } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { membership, organisation } from "@/db/schema/organisation";
import { mintOrgId, type OrgId } from "@/domain/shared/id";
import type { OrgContext } from "@/server/context";
import { change } from "@/server/record/change";
import { mintInstant } from "@/server/record/instant";
import { hashToken } from "@/server/trpc/context";

export const INITIATIVES = 10_000;
const VERSIONS = 4;
const PROGRAMS = 20;

export type BenchData = { db: Database; ctx: OrgContext; orgId: OrgId; slug: string; token: string; settledAt: Date };

export type Organisation = Omit<BenchData, "settledAt">;

/** An organisation of its own, and a session of its administrator. */
export async function openOrganisation(db: Database): Promise<Organisation> {
  const orgId = mintOrgId(randomUUID());
  const slug = `bench-${orgId.slice(0, 8)}`;
  const memberId = randomUUID();
  const [person] = await db.sql<
    { id: string }[]
  >`select private.create_user(${`${slug}@bench.example`}, 'Bench', null) as id`;
  const userId = person?.id ?? "";
  const token = randomUUID();
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 86_400_000)}, 'bench')`;
  const ctx: OrgContext = {
    orgId,
    actor: { kind: "user", userId, memberId, name: "Bench", role: "admin", scopes: null },
    db,
    now: new Date(),
    asOf: null,
    requestId: "bench",
    emit: async () => undefined,
  };
  await change({ ...ctx, actor: { kind: "job", name: "bench" } }, { name: "organisation.create" }, async (tx) => {
    await tx.insert(organisation).values({ orgId, slug, name: "Bench" });
    await tx
      .insert(membership)
      .values({ orgId, id: memberId, userId, name: "Bench", email: `${slug}@bench.example`, role: "admin" });
  });
  return { db, ctx, orgId, slug, token };
}

/** So many initiatives of every stage, tier, type and unit, owned by the administrator. */
export async function fillInitiatives({ ctx, orgId }: Organisation, count: number): Promise<void> {
  const memberId = ctx.actor.kind === "user" ? ctx.actor.memberId : null;
  await change(ctx, { name: "initiative.import" }, (tx) =>
    tx.execute(sql`insert into ${initiative} (org_id, code, title, problem, business_unit, domain, type, tier, stage, owner_id, start_on, target_on)
      select ${orgId}::uuid, 'B-' || lpad(n::text, greatest(5, length(n::text)), '0'), 'Initiative ' || md5(n::text), 'A problem of ' || md5((n * 7)::text), 'Unit ' || n % 40, 'Domain ' || n % 9,
        (array['predictive','generative','agent','automation','analytics','vendor_product'])[1 + n % 6], case when n % 7 = 0 then null else 1 + n % 3 end,
        (array['idea','business_case','design_data','build','validation','pilot','production','retired'])[1 + n % 8], ${memberId}::uuid,
        date '2025-01-01' + n % 300, date '2026-01-01' + n % 500 from generate_series(1, ${count}) n`),
  );
}

/** An organisation with 10,000 initiatives of four versions each, and a session of its administrator. */
export async function prepare(appUrl: string): Promise<BenchData> {
  const made = await openOrganisation(connect(appUrl, { max: 10, name: "portolan-bench" }));
  const { ctx, orgId } = made;
  await fillInitiatives(made, INITIATIVES);
  const programs = Array.from({ length: PROGRAMS }, (_, n) => ({ orgId, id: randomUUID(), name: `Program ${n + 1}` }));
  await change(ctx, { name: "program.create" }, (tx) => tx.insert(program).values(programs));
  const ids = sql`${sql.param(programs.map(({ id }) => id))}::uuid[]`;
  await change(ctx, { name: "initiative.edit" }, (tx) =>
    tx.execute(sql`update ${initiative} set program_id = (${ids})[1 + right(code, 5)::int % ${PROGRAMS}] where true`),
  );
  for (let version = 3; version <= VERSIONS; version += 1) {
    await change(ctx, { name: "initiative.edit" }, (tx) =>
      tx.execute(sql`update ${initiative} set target_on = target_on + 7, problem = problem || '.' where true`),
    );
  }
  const settledAt = await mintInstant(ctx);
  await change(ctx, { name: "initiative.edit" }, (tx) =>
    tx.execute(sql`update ${initiative} set target_on = target_on + 1 where true`),
  );
  return { ...made, settledAt };
}

/** Fresh statistics, as a running system has them. */
export async function analyse(ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1 });
  await owner.sql`vacuum analyze initiative`;
  await owner.sql`vacuum analyze history.initiative`;
  await owner.end();
}
