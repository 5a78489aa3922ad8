import { describe, expect } from "vitest";
import { customFieldCreate } from "@/domain/custom-field/input";
import { change } from "../record/change";
import { asMember, joinAs, test } from "../testing";
import { archiveCustomField, createCustomField, editCustomField } from "./commands";
import { listCustomFields } from "./queries";

const text = (label: string) => ({ label, kind: "text" as const, choices: [] });

test("fields of each kind stand in their order and count their values", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const first = await createCustomField(ctx, text("Cost centre"));
  await createCustomField(ctx, { label: "Score", kind: "number", choices: [] });
  await createCustomField(ctx, { label: "Review", kind: "date", choices: [] });
  await createCustomField(ctx, { label: "Site", kind: "choice", choices: ["North", "South"] });
  await change(ctx, { name: "test.setup" }, (tx) =>
    tx.execute(
      `insert into initiative (org_id, code, title, custom) values ('${ctx.orgId}', 'A', 'One', '{"${first.id}": "77"}')`,
    ),
  );
  const rows = await listCustomFields(ctx, { archived: false });
  expect(rows.map(({ label, kind, used }) => [label, kind, used])).toEqual([
    ["Cost centre", "text", 1],
    ["Score", "number", 0],
    ["Review", "date", 0],
    ["Site", "choice", 0],
  ]);
  const other = await asMember(db, "pmo");
  expect(await listCustomFields(other.ctx, { archived: true })).toEqual([]);
});

test("renaming, and a second person who renames the same field", async ({ db }) => {
  const one = await asMember(db, "pmo", "Ada First");
  const two = await joinAs(db, one.orgId, "admin", "Bea Second");
  const field = await createCustomField(one.ctx, text("Cost center"));
  const edit = { fieldId: field.id, choices: [], version: 1 };
  expect(await editCustomField(one.ctx, { ...edit, label: "Cost centre" })).toMatchObject({
    outcome: "saved",
    row: { version: 2 },
  });
  const second = await editCustomField(two.ctx, { ...edit, label: "Budget" });
  expect(second).toMatchObject({
    outcome: "conflict",
    version: 2,
    fields: [{ field: "label", before: "Cost center", yours: "Budget", theirs: "Cost centre", by: "Ada First" }],
  });
  expect((await listCustomFields(one.ctx, { archived: false })).map(({ label }) => label)).toEqual(["Cost centre"]);
});

test("one renames, one edits the choices: both hold; two lists of choices are both shown", async ({ db }) => {
  const one = await asMember(db, "pmo", "Ada First");
  const two = await joinAs(db, one.orgId, "admin", "Bea Second");
  const { id: fieldId } = await createCustomField(one.ctx, { label: "Site", kind: "choice", choices: ["A", "B"] });
  await editCustomField(one.ctx, { fieldId, version: 1, label: "Place", choices: ["A", "B"] });
  expect(
    await editCustomField(two.ctx, { fieldId, version: 1, label: "Site", choices: ["A", "B", "C"] }),
  ).toMatchObject({
    outcome: "saved",
    row: { label: "Place", choices: ["A", "B", "C"] },
  });
  expect(await editCustomField(one.ctx, { fieldId, version: 2, label: "Place", choices: ["B"] })).toMatchObject({
    fields: [{ field: "choices", before: ["A", "B"], yours: ["B"], theirs: ["A", "B", "C"], by: "Bea Second" }],
  });
});

test("archiving takes a field out of the list and restoring brings it back", async ({ db }) => {
  const { ctx } = await asMember(db, "admin");
  const field = await createCustomField(ctx, text("Old"));
  await archiveCustomField(ctx, { fieldId: field.id, archived: true, version: 1 });
  expect(await listCustomFields(ctx, { archived: false })).toEqual([]);
  expect(await listCustomFields(ctx, { archived: true })).toMatchObject([{ label: "Old", archived: true }]);
  await expect(createCustomField(ctx, text("OLD"))).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("archived"),
  });
  await archiveCustomField(ctx, { fieldId: field.id, archived: false, version: 2 });
  expect(await listCustomFields(ctx, { archived: false })).toHaveLength(1);
});

describe("is refused", () => {
  test("a name that is taken, whatever its case", async ({ db }) => {
    const { ctx } = await asMember(db, "admin");
    const field = await createCustomField(ctx, text("One"));
    await createCustomField(ctx, text("Two"));
    await expect(createCustomField(ctx, text("TWO"))).rejects.toMatchObject({ code: "CONFLICT" });
    const edit = { fieldId: field.id, label: "two", choices: [], version: 1 };
    await expect(editCustomField(ctx, edit)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await editCustomField(ctx, { ...edit, label: "ONE" })).toMatchObject({ outcome: "saved" });
  });

  test("choices where there are none to make, and a choice without any", async ({ db }) => {
    expect(customFieldCreate.safeParse({ label: "A", kind: "choice", choices: [] }).error?.issues[0]?.path).toEqual([
      "choices",
    ]);
    expect(customFieldCreate.safeParse({ label: "A", kind: "text", choices: ["x"] }).error?.issues[0]?.path).toEqual([
      "choices",
    ]);
    expect(customFieldCreate.safeParse({ label: "A", kind: "choice", choices: ["x", "X"] }).success).toBe(false);
    const { ctx } = await asMember(db, "admin");
    const field = await createCustomField(ctx, { label: "A", kind: "choice", choices: ["x"] });
    const edit = { fieldId: field.id, label: "A", version: 1 };
    await expect(editCustomField(ctx, { ...edit, choices: [] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await editCustomField(ctx, { ...edit, choices: ["x", "y"] })).toMatchObject({
      row: { choices: ["x", "y"] },
    });
  });

  test("another organisation's field", async ({ db }) => {
    const [mine, theirs] = [await asMember(db), await asMember(db)];
    const field = await createCustomField(theirs.ctx, text("Theirs"));
    const ref = { fieldId: field.id, version: 1 };
    await expect(editCustomField(mine.ctx, { ...ref, label: "Mine", choices: [] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(archiveCustomField(mine.ctx, { ...ref, archived: true })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
