import { randomUUID } from "node:crypto";
import { asc } from "drizzle-orm";
import { expect } from "vitest";
import { pollRun } from "@/db/schema/connection";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { asMember, test } from "../../testing";
import { forgetPolls } from "./commands";

const DAY_MS = 86_400_000;
const [ONE, TWO] = [randomUUID(), randomUUID()];

/** One poll of a connection for each age in days. */
const polled = ({ orgId, now, ...rest }: OrgContext, connectionId: string, ages: readonly number[]) =>
  store({ orgId, ...rest }, (tx) =>
    tx.insert(pollRun).values(
      ages.map((age, at) => ({
        ...{ orgId, connectionId, startedAt: new Date(now.getTime() - age * DAY_MS) },
        status: at % 2 ? ("ok" as const) : ("failed" as const),
      })),
    ),
  );

const agesOf = (ctx: OrgContext) =>
  read(ctx, async (tx) => {
    const rows = await tx.select().from(pollRun).orderBy(asc(pollRun.startedAt));
    return rows.map(({ connectionId, startedAt }) => [
      connectionId === ONE ? "one" : "two",
      Math.round((ctx.now.getTime() - startedAt.getTime()) / DAY_MS),
    ]);
  });

test("old polls go, the last of each connection stays, and so do other organisations'", async ({ db }) => {
  const [mine, theirs] = [await asMember(db), await asMember(db)];
  await polled(mine.ctx, ONE, [500, 401, 399, 1]);
  await polled(mine.ctx, TWO, [900, 700]);
  await polled(theirs.ctx, ONE, [900, 1]);
  expect(await forgetPolls(mine.ctx, { days: 400 })).toBe(3);
  expect(await agesOf(mine.ctx)).toEqual([
    ["two", 700],
    ["one", 399],
    ["one", 1],
  ]);
  expect(await agesOf(theirs.ctx)).toHaveLength(2);
  expect(await forgetPolls(mine.ctx, { days: 400 })).toBe(0);
});

test("years of polls go in short transactions; of polls at one instant one stays", async ({ db }) => {
  const { ctx } = await asMember(db);
  await polled(ctx, ONE, new Array<number>(4500).fill(800));
  expect(await forgetPolls(ctx, { days: 400 })).toBe(4499);
  expect(await agesOf(ctx)).toEqual([["one", 800]]);
});
