import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import { asMember, test } from "../testing";
import { change } from "./change";
import { mintInstant } from "./instant";
import { read } from "./read";

test("a change is recorded, read as of a settled instant, and invisible to others", async ({ db }) => {
  const { ctx } = await asMember(db);
  const other = await asMember(db);
  const [made] = await change(ctx, { name: "initiative.create", reason: "first" }, (tx) =>
    tx.insert(initiative).values({ orgId: ctx.orgId, code: "AI-1", title: "Before" }).returning({ id: initiative.id }),
  );
  const at = await mintInstant(ctx);
  await change(ctx, { name: "initiative.edit" }, async (tx) => {
    await tx.update(initiative).set({ title: "Between" }).where(eq(initiative.code, "AI-1"));
    await tx.update(initiative).set({ title: "After" }).where(eq(initiative.code, "AI-1"));
  });
  const titles = (asOf: Date | null, who = ctx) =>
    read({ ...who, asOf }, (tx) => tx.select({ title: initiative.title, v: initiative.version }).from(initiative));
  expect(await titles(null)).toEqual([{ title: "After", v: 3 }]);
  expect(await titles(at)).toEqual([{ title: "Before", v: 1 }]);
  expect(await titles(null, other.ctx)).toEqual([]);
  expect(await titles(at, other.ctx)).toEqual([]);
  const versions = await read(ctx, (tx) =>
    tx
      .select()
      .from(history.initiative)
      .where(eq(history.initiative.id, made?.id ?? ""))
      .orderBy(history.initiative.recordedFrom),
  );
  expect(versions.map((row) => row.title)).toEqual(["Before", "After"]);
  expect(versions[0]?.recordedTo).toEqual(versions[1]?.recordedFrom);
  await expect(read(ctx, (tx) => tx.execute(sql`select 1/0`))).rejects.toThrow();
  expect(await titles(null)).toHaveLength(1);
});
