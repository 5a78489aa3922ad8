import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { model } from "@/db/schema/model";
import { modelPageInput } from "@/domain/model/page";
import { rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { listRows } from "../table/rows";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { editModel } from "./commands";
import { getModel } from "./page/queries";
import { modelRegister } from "./register/columns";

async function twoEditors(db: TestDatabase) {
  const one = await asMember(db, "mlops", "Ana Lind");
  const two = await joinAs(db, one.orgId, "mlops", "Bo Marsh");
  const [made] = await change(one.ctx, { name: "test" }, (tx) =>
    tx.insert(model).values({ orgId: one.orgId, name: "Sepsis", status: "live" }).returning({ id: model.id }),
  );
  const modelId = made?.id ?? "";
  const form = {
    ...{ modelId, version: 1, name: "Sepsis", purpose: null, tier: null, status: "live" as const },
    ...{ initiativeId: null, builderId: null, operatorId: null },
  };
  const held = async () => {
    const [row] = await read(one.ctx, (tx) => tx.select().from(model).where(eq(model.id, modelId)));
    return row;
  };
  return { one: one.ctx, two: two.ctx, form, held };
}

test("two people, one field: the second sees both values, and what they chose is saved on top", async ({ db }) => {
  const { one, two, form, held } = await twoEditors(db);
  await editModel(one, { ...form, name: "Sepsis, adults", tier: 1 });
  const met = await editModel(two, { ...form, name: "Sepsis alert", purpose: "Warns." });
  expect(met).toMatchObject({
    outcome: "conflict",
    version: 2,
    fields: [{ field: "name", before: "Sepsis", yours: "Sepsis alert", theirs: "Sepsis, adults", by: "Ana Lind" }],
    merged: { name: "Sepsis, adults", tier: 1, purpose: "Warns." },
  });
  expect(await held()).toMatchObject({ name: "Sepsis, adults", purpose: null, version: 2 });
  if (met.outcome !== "conflict") throw new Error("it is a conflict");
  const mine = { ...met.merged, name: "Sepsis alert", modelId: form.modelId, version: met.version };
  expect(await editModel(two, mine)).toEqual({ outcome: "saved", id: form.modelId });
  expect(await held()).toMatchObject({ name: "Sepsis alert", tier: 1, purpose: "Warns.", version: 3 });
});

test("two people, different fields of one form: both hold", async ({ db }) => {
  const { one, two, form, held } = await twoEditors(db);
  await editModel(one, { ...form, tier: 1 });
  expect(await editModel(two, { ...form, status: "retired" })).toMatchObject({ outcome: "saved" });
  expect(await held()).toMatchObject({ name: "Sepsis", tier: 1, status: "retired" });
});

test("the base model is recorded, found by search, listed and read as of a day before; not given, it stays", async ({
  db,
}) => {
  const { one, form, held } = await twoEditors(db);
  const before = await mintInstant(one);
  await editModel(one, { ...form, baseModel: "Meridian-2 Large, 2026-06" });
  expect(await held()).toMatchObject({ baseModel: "Meridian-2 Large, 2026-06", version: 2 });
  await editModel(one, { ...form, version: 2, tier: 1 });
  expect(await held()).toMatchObject({ baseModel: "Meridian-2 Large, 2026-06", tier: 1 });
  const page = (ctx: OrgContext) =>
    getModel({ ...ctx, timeZone: "UTC" }, modelPageInput.parse({ modelId: form.modelId }));
  expect((await page(one)).baseModel).toBe("Meridian-2 Large, 2026-06");
  expect((await page({ ...one, asOf: before })).baseModel).toBeNull();
  const listed = async (ctx: OrgContext, given: object) =>
    (await listRows(ctx, modelRegister, rowsInput.parse(given))).rows.map(({ id }) => id);
  const filter = { column: "base", op: "contains", values: ["meridian"] };
  expect(await listed(one, { filter, columns: ["base"] })).toEqual([form.modelId]);
  expect(await listed({ ...one, asOf: before }, { filter })).toEqual([]);
  expect(await listed(one, { q: "meridian" })).toEqual([form.modelId]);
});

test("another organisation's model does not exist", async ({ db }) => {
  const { form } = await twoEditors(db);
  const stranger = await asMember(db, "mlops");
  await expect(editModel(stranger.ctx, form)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
