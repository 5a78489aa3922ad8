import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { importFile, importRun } from "@/db/schema/import";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { asMember, test } from "../../testing";
import { confirmImport, keepUpload, planImport, undoImport } from "../commands";
import { commitImport, writeImport } from "../commit/commands";
import { getImport, prepareImport } from "../queries";
import { forgetFiles } from "./commands";

const DAY_MS = 86_400_000;
const daysOn = (ctx: OrgContext, days: number): OrgContext => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + days * DAY_MS),
});

async function uploaded(ctx: OrgContext, name: string) {
  const bytes = Buffer.from(`Title,Stage\n${name},Build\n`);
  const { id } = await keepUpload(ctx, { name: `${name}.csv`, bytes, choices: {} });
  const { mapping } = await prepareImport(ctx, { id });
  const plan = () => planImport(ctx, { id, mapping });
  return { id, plan, write: async () => commitImport(ctx, { id, rows: "all", counts: (await plan()).counts }) };
}

const kept = (ctx: OrgContext, id: string) =>
  read(ctx, async (tx) => {
    const [run] = await tx.select().from(importRun).where(eq(importRun.id, id));
    const files = await tx.select().from(importFile).where(eq(importFile.importId, id));
    return [run?.status, files.length === 1 ? "file" : "no file", run?.report ? "report" : "no report"].join(", ");
  });

test("a file that nobody imported goes after a week, with words; younger ones and other organisations' stay", async ({
  db,
}) => {
  const [{ ctx }, theirs] = [await asMember(db, "pmo"), await asMember(db, "pmo")];
  const [bare, planned] = [await uploaded(ctx, "bare"), await uploaded(ctx, "planned")];
  const other = await uploaded(theirs.ctx, "other");
  const { counts } = await planned.plan();
  expect(await forgetFiles(daysOn(ctx, 6.9), { days: 90 })).toEqual({ expired: 0, removed: 0 });
  expect(await forgetFiles(daysOn(ctx, 7.1), { days: 90 })).toEqual({ expired: 2, removed: 0 });
  expect(await kept(ctx, bare.id)).toBe("expired, no file, no report");
  expect(await kept(ctx, planned.id)).toBe("expired, no file, report");
  expect(await kept(theirs.ctx, other.id)).toBe("uploaded, file, no report");
  for (const late of [planned.plan(), confirmImport(ctx, { id: planned.id, rows: "all", counts })])
    await expect(late).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("within 7 days") });
  expect((await getImport(ctx, { id: planned.id })).report).not.toBeNull();
  expect(await forgetFiles(daysOn(ctx, 8), { days: 90 })).toEqual({ expired: 0, removed: 0 });
});

test("the file of an import that ended goes later; the report stays, and the import can still be undone", async ({
  db,
}) => {
  const { ctx } = await asMember(db, "pmo");
  const [done, undone] = [await uploaded(ctx, "done"), await uploaded(ctx, "undone")];
  await done.write();
  await undone.write();
  await undoImport(ctx, { id: undone.id });
  expect(await forgetFiles(daysOn(ctx, 89), { days: 90 })).toEqual({ expired: 0, removed: 0 });
  expect(await forgetFiles(daysOn(ctx, 91), { days: 90 })).toEqual({ expired: 0, removed: 2 });
  expect(await kept(ctx, done.id)).toBe("done, no file, report");
  expect(await kept(ctx, undone.id)).toBe("undone, no file, report");
  expect(await undoImport(ctx, { id: done.id })).toMatchObject({ rows: 1 });
});

test("an import that is being written keeps its file, however old", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const waiting = await uploaded(ctx, "waiting");
  const { counts } = await waiting.plan();
  await confirmImport(ctx, { id: waiting.id, rows: "all", counts });
  await store(ctx, (tx) =>
    tx
      .update(importRun)
      .set({ createdAt: new Date("2020-01-01") })
      .where(eq(importRun.id, waiting.id)),
  );
  expect(await forgetFiles(ctx, { days: 90 })).toEqual({ expired: 0, removed: 0 });
  expect(await writeImport(ctx, { importId: waiting.id })).toEqual({ written: true });
  expect(await kept(ctx, waiting.id)).toBe("done, file, report");
});
