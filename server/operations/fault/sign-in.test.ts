import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { connect } from "@/db/client";
import { hashPassword } from "@/server/auth/password";
import { type TestDatabase, test } from "@/server/testing";
import { requestContext } from "@/server/trpc/context";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/root";

const AT_ONCE = 200;
const PASSWORD = "correct-horse-battery";
const callerOf = createCallerFactory(appRouter);

function arriving(db: TestDatabase, address: string) {
  let session: string | null = null;
  const caller = callerOf(
    requestContext({
      db,
      emit: async () => undefined,
      cookie: undefined,
      address,
      userAgent: "fault",
      setSession: (token) => {
        session = token;
      },
    }),
  );
  return { caller, session: () => session };
}

test(`${AT_ONCE} people sign in at once: all are let in, memory stays in bounds, and others are answered meanwhile`, {
  timeout: 90_000,
}, async ({ db }) => {
  const stored = await hashPassword(PASSWORD);
  const mails = Array.from({ length: AT_ONCE }, (_, n) => `${randomBytes(4).toString("hex")}-${n}@example.test`);
  for (const mail of mails) await db.sql`select private.create_user(${mail}, ${mail}, ${stored})`;
  const pool = connect(db.url, { max: 10 });
  const shared = { ...db, ...pool };
  const rssBefore = process.memoryUsage().rss;
  let rssMost = 0;
  const watching = setInterval(() => {
    rssMost = Math.max(rssMost, process.memoryUsage().rss);
  }, 20);
  const waits: number[] = [];
  let going = true;
  const others = (async () => {
    while (going) {
      const started = performance.now();
      await arriving(shared, "other").caller.access.session();
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const people = mails.map((email, n) => ({ email, ...arriving(shared, `203.0.113.${n}`) }));
  const outcomes = await Promise.all(
    people.map(({ caller, email }) =>
      caller.access.signIn({ email, password: PASSWORD }).then(
        () => "in",
        (error: { code: string }) => error.code,
      ),
    ),
  );
  going = false;
  await others;
  clearInterval(watching);
  expect(new Set(outcomes)).toEqual(new Set(["in"]));
  expect(new Set(people.map(({ session }) => session())).size).toBe(AT_ONCE);
  expect((rssMost - rssBefore) / 1e6).toBeLessThan(400); // argon2 takes its memory by the handful, not all at once
  expect(waits.length).toBeGreaterThan(3);
  await pool.end();
});

test(`${AT_ONCE} wrong passwords for one account at once: few are tried, the rest are sent away`, {
  timeout: 60_000,
}, async ({ db }) => {
  const email = `${randomBytes(4).toString("hex")}@example.test`;
  await db.sql`select private.create_user(${email}, 'Target', ${await hashPassword(PASSWORD)})`;
  const codes = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) =>
      arriving(db, `198.51.100.${n}`)
        .caller.access.signIn({ email, password: `guess-${n}-guess` })
        .then(
          () => "in",
          (error: { code: string }) => error.code,
        ),
    ),
  );
  const tried = codes.filter((code) => code === "UNAUTHORIZED").length;
  expect(tried).toBeLessThanOrEqual(10);
  expect(codes.filter((code) => code === "TOO_MANY_REQUESTS")).toHaveLength(AT_ONCE - tried);
});
