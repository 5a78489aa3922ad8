import postgres from "postgres";
import { expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { asMember, type TestDatabase, test } from "@/server/testing";
import { connect } from "./client";
import { awayFrom } from "./unreachable";

async function asSuperuser<T>(db: TestDatabase, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(db.superUrl, { max: 1, onnotice: () => undefined });
  return work(admin).finally(() => admin.end());
}
const endAll = (db: TestDatabase, name: string) =>
  asSuperuser(
    db,
    (admin) =>
      admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${name} and datname = current_database()`,
  );

test("a connection that is closed while a transaction thinks refuses its next statement, and is not lent again", async ({
  db,
}) => {
  const { ctx, orgId } = await asMember(db);
  const mine = { ...ctx, db: connect(db.url, { max: 2, name: "lease" }) };
  const write = (title: string, then: () => Promise<unknown>) =>
    change(mine, { name: "x" }, async (tx) => {
      await tx.insert(initiative).values({ orgId, code: title, title });
      await then();
      await tx.insert(initiative).values({ orgId, code: `${title}-2`, title });
    });
  const failures = await Promise.all(
    ["A", "B"].map((title) =>
      write(title, async () => {
        await endAll(db, "lease");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }).catch((error: unknown) => error),
    ),
  );
  for (const failure of failures) expect(awayFrom(failure)).toBe("broken");
  for (let n = 0; n < 6; n += 1) await write(`C${n}`, async () => undefined);
  expect(await read(mine, (tx) => tx.select({ code: initiative.code }).from(initiative))).toHaveLength(12);
  await mine.db.end();
});

test("idle connections that are closed are replaced without a failure", async ({ db }) => {
  const { ctx } = await asMember(db);
  const mine = { ...ctx, db: connect(db.url, { max: 3, name: "idle" }) };
  const look = () => Promise.all(Array.from({ length: 9 }, () => read(mine, (tx) => tx.select().from(initiative))));
  await look();
  await endAll(db, "idle");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await look()).toHaveLength(9);
  await mine.db.end();
});

test("never more connections than allowed, whoever waits is served, and an end waits for what is lent", async ({
  db,
}) => {
  const { ctx, orgId } = await asMember(db);
  const mine = { ...ctx, db: connect(db.url, { max: 2, name: "few" }) };
  let most = 0;
  const writes = Array.from({ length: 12 }, (_, n) =>
    change(mine, { name: "x" }, async (tx) => {
      await tx.insert(initiative).values({ orgId, code: `W${n}`, title: "x" });
      const [row] = await asSuperuser(
        db,
        (admin) =>
          admin<
            { n: number }[]
          >`select count(*)::int as n from pg_stat_activity where application_name = 'few' and state <> 'idle'`,
      );
      most = Math.max(most, row?.n ?? 0);
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 30));
  await Promise.all(writes);
  expect(most).toBe(2);
  const last = change(mine, { name: "x" }, async (tx) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    await tx.insert(initiative).values({ orgId, code: "last", title: "x" });
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await mine.db.end();
  await last;
  await expect(read(mine, (tx) => tx.select().from(initiative))).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  const [open] = await asSuperuser(
    db,
    (admin) => admin<{ n: number }[]>`select count(*)::int as n from pg_stat_activity where application_name = 'few'`,
  );
  expect(open?.n).toBe(0);
});
